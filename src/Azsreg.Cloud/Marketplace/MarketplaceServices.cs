using Azsreg.Cloud.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Marketplace;

internal static class MarketplaceServices
{
    public static IServiceCollection AddMarketplace(this IServiceCollection services)
    {
        services.AddSingleton(SqlModule.Of("Marketplace"));
        services.AddSingleton<ProductStore>();
        services.AddSingleton<ProductContent>();
        services.AddSingleton<IBlobNames>(provider => provider.GetRequiredService<ProductContent>());
        services.AddSingleton<ProductDetails>();
        services.AddSingleton<ProductLogs>();
        return services;
    }
}
