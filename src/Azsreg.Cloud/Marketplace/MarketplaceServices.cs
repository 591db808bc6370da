using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Marketplace;

internal static class MarketplaceServices
{
    public static IServiceCollection AddMarketplace(this IServiceCollection services) => 
        services.AddSingleton(SqlModule.Of("Marketplace")).AddSingleton<ProductStore>();
}
