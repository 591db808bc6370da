using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Directory;

internal static class DirectoryServices
{
    public static IServiceCollection AddDirectory(this IServiceCollection services, GraphOptions options)
    {
        services.AddSingleton(SqlModule.Of("Directory"));
        services.AddSingleton(options);
        services.AddSingleton(provider => new DirectoryPolicies(provider.GetRequiredService<SqlDatabase>()));
        services.AddSingleton<GraphTokens>();
        services.AddSingleton<GraphGate>();
        services.AddSingleton<GraphRights>();
        services.AddSingleton<GraphApplications>();
        services.AddSingleton<GraphServicePrincipals>();
        services.AddSingleton<GraphUsers>();
        return services;
    }
}
