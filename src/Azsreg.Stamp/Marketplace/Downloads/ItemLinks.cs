using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>The signed links of one item as Azure gave them last; asked for anew when one is refused.</summary>
internal sealed class ItemLinks(Func<CancellationToken, Task<ExtendedProduct>> askAzure) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IReadOnlyDictionary<string, Uri>? _links;

    public void Dispose() => _gate.Dispose();

    /// <summary>The details behind the links.</summary>
    public async Task<ExtendedProduct> ReadAsync(CancellationToken cancellationToken)
    {
        var details = await askAzure(cancellationToken);
        _links = ProductParts.Of(details).ToDictionary(part => part.Name, part => part.Link);
        return details;
    }

    /// <exception cref="ArmException"><c>ContentMissing</c>: the product has no such part any more; or Azure did not answer with links.</exception>
    public async Task<Uri> GetAsync(string part, CancellationToken cancellationToken)
    {
        if (_links is { } known)
            return Find(known, part);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_links is null)
                await ReadAsync(cancellationToken);
            return Find(_links!, part);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Has the links asked for anew; false where that was done since this one was given.</summary>
    public bool Renew(string part, Uri refused) =>
        _links is { } known && known.TryGetValue(part, out var current) && current == refused && Interlocked.CompareExchange(ref _links, null, known) == known;

    private static Uri Find(IReadOnlyDictionary<string, Uri> links, string part) =>
        links.TryGetValue(part, out var link) ? link : throw MarketplaceErrors.ContentMissing($"Azure gives no link for its part '{part}' any more.");
}
