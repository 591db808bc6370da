using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>What is on a stamp at one look, and what it is fetching.</summary>
public sealed class StampContent
{
    private readonly IReadOnlyList<Product> _products;
    private readonly IReadOnlyList<ProductDownload> _downloads;

    internal StampContent(IReadOnlyList<Product> products, IReadOnlyList<ProductDownload> downloads, string stamp)
    {
        _products = products;
        _downloads = downloads;
        // The stamp tells the latest first, and of each product only the latest counts.
        Downloads =
        [
            .. downloads.Where(one => one.Properties?.Product is { Length: > 0 })
                .DistinctBy(one => one.Properties!.Product, StringComparer.OrdinalIgnoreCase)
                .Select(one => StampDownload.Of(one, stamp)),
        ];
    }

    /// <summary>The latest download of each product the stamp still tells of, the latest first; none where a stamp tells none.</summary>
    public IReadOnlyList<StampDownload> Downloads { get; }

    /// <summary>Equal for two looks that found the same items in the same states, however far downloads had come.</summary>
    public string Fingerprint => string.Join(
        '\n',
        _products.Select(one => $"{one.Name} {one.Properties.ProvisioningState}").Concat(Downloads.Where(one => one.IsUnderWay).Select(one => one.Id)));

    /// <summary>Puts it together with what is offered.</summary>
    public MarketplaceInventory With(IEnumerable<Product> offered) => MarketplaceInventory.Of(offered, _products, _downloads);
}
