using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Registrations;

internal static class RegistrationServices
{
    public static IServiceCollection AddRegistrations(
        this IServiceCollection services, RegistrationOptions options, ActivationEndpoints endpoints)
    {
        if (!Version.TryParse(options.LowestTokenVersion, out _))
            throw new ArgumentException($"LowestTokenVersion '{options.LowestTokenVersion}' is no version.", nameof(options));
        services.AddSingleton(options);
        services.AddSingleton(endpoints);
        services.AddSingleton(SqlModule.Of("Registrations"));
        services.AddSingleton<RegistrationStore>();
        services.AddSingleton(provider => new AgreementStore(provider.GetRequiredService<SqlDatabase>()));
        services.AddSingleton<CustomerSubscriptionStore>();
        services.AddSingleton(provider => new PartnerDirectory(provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IResourceProvider, RegistrationResources>();
        services.AddSingleton<RegistrationService>();
        services.AddSingleton<ActivationKeyIssuer>();
        services.AddSingleton(provider => new ActivationSigningKeys(
            provider.GetRequiredService<SqlDatabase>(),
            provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
