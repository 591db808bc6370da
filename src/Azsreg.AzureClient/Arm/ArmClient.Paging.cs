using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

public sealed partial class ArmClient
{
    /// <summary>Walks a list, following <c>nextLink</c>; pages are read as they are needed.</summary>
    /// <param name="request">The first page's request.</param>
    /// <param name="type">How a page is read.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <typeparam name="T">An item.</typeparam>
    public async IAsyncEnumerable<T> ListAsync<T>(
        ArmRequest request, JsonTypeInfo<ArmPage<T>> type, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var address = new Uri(Root, request.Target.TrimStart('/'));
        for (var pages = 1; ; pages++)
        {
            var answer = await SendRawAsync(request, address, cancellationToken);
            if (!answer.IsSuccess)
                throw ArmErrorReader.ToException(answer, _connection.Clock.GetUtcNow());
            var page = ReadBody(answer, type);
            foreach (var item in page?.Value ?? [])
                yield return item;

            if (string.IsNullOrEmpty(page?.NextLink))
                yield break;
            // A server that sends the same link again, or links without end, would keep us here for good.
            if (pages >= _options.MaximumPages || !visited.Add(page.NextLink) || !Uri.TryCreate(Root, page.NextLink, out var next))
                throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"The list at {address.AbsolutePath} does not end, or its next page has no valid address.");
            address = next;
        }
    }

    /// <summary>Walks a list from its path.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(string path, string? apiVersion, JsonTypeInfo<ArmPage<T>> type, CancellationToken cancellationToken = default) =>
        ListAsync(new ArmRequest(HttpMethod.Get, path, apiVersion), type, cancellationToken);
}
