using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Commerce;

internal static class CommerceServices
{
    public static IServiceCollection AddCommerce(this IServiceCollection services, UsageOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MonthsKept, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MonthsKept, 120);
        services.AddSingleton(SqlModule.Of("Commerce"));
        services.AddSingleton(options);
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<UsageReader>();
        services.AddSingleton(provider => new UsageImport(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<ActivationSigningKeys>(), provider.GetRequiredService<UsageLedger>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    public static void MapCommerce(this IEndpointRouteBuilder app)
    {
        ActivatorUtilities.CreateInstance<UsageBatchEndpoint>(app.ServiceProvider).Map(app);
        ActivatorUtilities.CreateInstance<UsageAggregateEndpoint>(app.ServiceProvider).Map(app);
        ActivatorUtilities.CreateInstance<UsageCostEndpoint>(app.ServiceProvider).Map(app);
        ActivatorUtilities.CreateInstance<UsageCostDays>(app.ServiceProvider).Map(app);
        app.MapRateCard();
    }
}
