using Azsreg.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Identity;

/// <summary>Puts the token service into a host.</summary>
public static class IdentityServices
{
    /// <summary>
    /// Adds the token service. The host has registered its <see cref="SqlDatabase"/>, <see cref="SecretProtector"/> and
    /// <see cref="TimeProvider"/> as singletons, and calls <see cref="IdentityEndpoints.MapIdentity"/> on the application.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">What the host decides.</param>
    /// <exception cref="ArgumentException">The options break a rule; the message names every one.</exception>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IdentityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = options.Problems().ToArray();
        if (problems.Length > 0)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        services.AddSingleton(options);
        services.AddSingleton(new PasswordHashing(options.PasswordIterations));
        services.AddSingleton(provider => new IdentityDirectory(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<PasswordHashing>(), provider.GetRequiredService<TimeProvider>(), options.FirstPartyClients));
        services.AddSingleton(provider => new SigningKeys(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<TimeProvider>(), options.AccessTokenLifetime));
        services.AddSingleton(provider => new SignInAudit(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<TimeProvider>()));
        AddTokens(services);
        AddPages(services);
        services.AddSingleton<ExpiredRecords>();
        services.AddHostedService<IdentityStart>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpiredRecords>());
        services.AddHostedService<SigningKeyLook>();
        return services;
    }

    /// <summary>
    /// Brings the tables up to date and reads the signing keys. The host's start does it too; a host that seeds its directory
    /// before it starts calls this first. May be called any number of times.
    /// </summary>
    public static async Task PrepareIdentityAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var database = services.GetRequiredService<SqlDatabase>();
        await SqlScripts.ApplyAsync(database, typeof(IdentityServices).Assembly, "Azsreg.Identity.Sql", cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        await database.TransactAsync(async (connection, transaction) =>
        {
            var personal = new { id = Tenant.PersonalAccountsId.ToString("D"), now };
            await connection.ExecuteAsync(
                "insert into identity_tenants (id, display_name, created_at) values (@id, 'Personal accounts', @now) on conflict do nothing",
                personal, transaction);
            return await connection.ExecuteAsync(
                "insert into identity_domains (name, tenant_id, position) values ('live.com', @id, 0) on conflict do nothing", personal, transaction);
        }, cancellationToken);
        await services.GetRequiredService<SigningKeys>().ReloadAsync(cancellationToken);
    }

    private static void AddTokens(IServiceCollection services) => services
        .AddSingleton<TenantAccess>()
        .AddSingleton<Resources>()
        .AddSingleton<Grants>()
        .AddSingleton<TokenIssuer>()
        .AddSingleton<ClientAssertions>()
        .AddSingleton<ClientAuthentication>()
        .AddSingleton<AuthorizationCodes>()
        .AddSingleton<DeviceCodes>()
        .AddSingleton<TokenGrants>()
        .AddSingleton<TokenEndpoints>()
        .AddSingleton<DiscoveryEndpoints>();

    private static void AddPages(IServiceCollection services) => services
        .AddSingleton<SignInThrottle>()
        .AddSingleton<PasswordSignIn>()
        .AddSingleton<SignInFlows>()
        .AddSingleton<SignInPages>()
        .AddSingleton<SignInEndpoints>();

    private sealed class IdentityStart(IServiceProvider services) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => services.PrepareIdentityAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
