using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Marketplace.Downloads;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Marketplace;

/// <summary>Composes the stamp's marketplace.</summary>
internal static class MarketplaceServices
{
    /// <param name="services">The stamp's container.</param>
    /// <param name="folder">Where its files lie.</param>
    /// <param name="options">How it downloads.</param>
    public static void AddMarketplace(this IServiceCollection services, string folder, MarketplaceOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ProductStore>();
        services.AddSingleton<MarketplaceGate>();
        services.AddSingleton<MarketplaceAzure>();
        services.AddSingleton<ProductCatalogue>();
        services.AddSingleton<DownloadedItemStore>();
        services.AddSingleton<MarketplaceOperationStore>();
        services.AddSingleton(_ => new ContentStore(folder, options));
        services.AddSingleton<BlockBuffers>();
        services.AddSingleton<BandwidthLimit>();
        services.AddSingleton<ItemDownload>();
        services.AddSingleton<DownloadEngine>();
        services.AddSingleton<DownloadService>();
        services.AddSingleton<DownloadedProducts>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Uploads>(provider, Path.Combine(folder, "uploads")));
        services.AddSingleton<ProductEndpoints>();
        services.AddSingleton<DownloadedProductEndpoints>();
        services.AddSingleton<MarketplaceOperationEndpoints>();
        services.AddSingleton<UploadEndpoints>();
    }
}
