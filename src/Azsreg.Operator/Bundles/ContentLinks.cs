using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>The links of a registration's content. They are good for a while only; a refused one is renewed once for all who wait for it.</summary>
internal sealed class ContentLinks(ArmClient arm, ArmResourceId registration)
{
    private readonly ConcurrentDictionary<string, string> _current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _renewing = new(StringComparer.Ordinal);

    /// <summary>What a product's download consists of, its links taken note of.</summary>
    public async Task<ExtendedProduct> ReadAsync(string product, CancellationToken cancellationToken)
    {
        var details = await arm.Registrations.ListProductDetailsAsync(registration, product, cancellationToken);
        foreach (var link in BundleContent.References(details))
        {
            if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
                throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"The details of '{product}' hold a link that is none for https.");
            _current[ContentSource.AddressOf(link)] = link;
        }

        return details;
    }

    /// <summary>Does something with a blob's link, and once more with a fresh one where the first is refused.</summary>
    /// <exception cref="CataloguedException">The fresh one is refused as well, or the blob is not there (AZR6091).</exception>
    public async Task<T> UseAsync<T>(string product, string address, Func<Uri, Task<T>> use, CancellationToken cancellationToken)
    {
        var link = _current[address];
        try
        {
            return await use(new Uri(link));
        }
        catch (BlobRefusedException refused) when (refused.IsLinkRefused)
        {
            var fresh = await RenewAsync(product, address, link, cancellationToken);
            return await TranslatedAsync(address, () => use(new Uri(fresh)));
        }
        catch (BlobRefusedException refused)
        {
            throw Refused(address, refused);
        }
    }

    private static async Task<T> TranslatedAsync<T>(string address, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (BlobRefusedException refused)
        {
            throw Refused(address, refused);
        }
    }

    private async Task<string> RenewAsync(string product, string address, string refused, CancellationToken cancellationToken)
    {
        var gate = _renewing.GetOrAdd(product, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Another range of the same product may have renewed it meanwhile.
            if (_current[address] == refused) await ReadAsync(product, cancellationToken);
            return _current[address];
        }
        finally
        {
            gate.Release();
        }
    }

    private static CataloguedException Refused(string address, BlobRefusedException refused) => new(
        refused.IsChanged ? ErrorCatalogue.ContentNotAsPublished : ErrorCatalogue.BlobRefused,
        refused.IsChanged ? $"{address} was replaced while it was read." : $"{address}: {refused.Message}",
        inner: refused);
}
