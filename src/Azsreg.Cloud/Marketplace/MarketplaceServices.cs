using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Marketplace;

internal static class MarketplaceServices
{
    public const string Scripts = "Azsreg.Cloud.Marketplace.Sql";

    public static IServiceCollection AddMarketplace(this IServiceCollection services) => services.AddSingleton<ProductStore>();
}
