using System.Globalization;
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

    /// <summary>One page of a stamp's list, for whoever shows pages.</summary>
    /// <param name="request">The list, without place and size.</param>
    /// <param name="top">How many items.</param>
    /// <param name="next">Where the page starts; null for the first.</param>
    /// <param name="type">How a page is read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<StampPage<T>> PageAsync<T>(ArmRequest request, int top, string? next, JsonTypeInfo<ArmPage<T>> type, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> query = [.. request.Query, new("$top", top.ToString(CultureInfo.InvariantCulture))];
        if (next is not null)
            query.Add(new("$skipToken", next));
        var page = Required(await SendAsync(request with { Query = query }, type, cancellationToken));
        return new StampPage<T>(page.Value ?? [], SkipTokenOf(page.NextLink));
    }

    private static string? SkipTokenOf(string? link) =>
        link is null ? null : new Uri(link).Query.TrimStart('?').Split('&')
            .Select(pair => pair.Split('=', 2))
            .FirstOrDefault(pair => Uri.UnescapeDataString(pair[0]).Equals("$skipToken", StringComparison.OrdinalIgnoreCase)) is [_, var token]
            ? Uri.UnescapeDataString(token)
            : throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, "A list's next page is named without a $skipToken.");
}
