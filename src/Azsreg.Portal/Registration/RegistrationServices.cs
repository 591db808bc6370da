using Azsreg.Portal.Dashboard;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Registration;

/// <summary>What dashboard, region, registration and work keep in the container.</summary>
internal static class RegistrationServices
{
    public static void AddRegistration(this IServiceCollection services)
    {
        services.AddSingleton<WorkStore>();
        services.AddSingleton<RunningWork>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningWork>());
        services.AddSingleton<AzurePeople>();
        services.AddSingleton<ISessionWatcher>(provider => provider.GetRequiredService<AzurePeople>());
        services.AddSingleton<RefusedCredentials>();
        services.AddScoped<PortalAzure>();
        services.AddScoped<DashboardReader>();
        services.AddScoped<DeskGround>();
        services.AddScoped<RegistrationPages.Reader>();
        services.AddScoped<RegistrationDesk>();
        services.AddScoped<RemovalDesk>();
        services.AddScoped<OfflineDesk>();
    }
}
