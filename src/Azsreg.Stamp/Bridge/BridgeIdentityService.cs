using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Bridge;

/// <summary>
/// Makes the identity by which the stamp is known in the tenant of its registration: an application and a service principal with a
/// certificate whose private key never leaves the stamp. Each run finds what an earlier, cut off one left, in the store and in the tenant.
/// </summary>
internal sealed class BridgeIdentityService(
    StampFacts facts, BridgeConnections connections, BridgeIdentityStore store, StampAccess access, AuditLog audit, BridgeCertificates certificates, TimeProvider clock)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Name of the application in the tenant; holds the cloud id, so that two stamps never share one.</summary>
    public string DisplayName => $"AzureStackBridge-{facts.CloudId}";

    /// <returns>Object id of the service principal.</returns>
    /// <exception cref="CommandFailure">The environment is unknown, or the tenant refuses.</exception>
    public Task<string> EnsureAsync(
        StampCaller caller, string? tenantId, string? environmentName, Secret? refreshToken, ActionProgress progress, CancellationToken cancellationToken) =>
        RunAsync(
            caller, tenantId, environmentName, refreshToken, progress,
            async (connection, graph, environment, tenant) =>
            {
                using var known = await store.FindAsync(tenant, cancellationToken);
                var objectId = await EnsureAsync(connection, graph, environment, tenant, known, progress, cancellationToken);
                await store.AwaitRegistrationAsync(tenant, cancellationToken);
                await audit.WriteAsync(caller, StampActions.ConfigureBridge, objectId, "Succeeded", $"tenant {tenant}, environment {environment.Azure.Name}", cancellationToken);
                return objectId;
            },
            cancellationToken);

    /// <summary>Replaces the certificate of an identity that is there; registration, role and activation stay as they are.</summary>
    /// <returns>The thumbprint of the certificate now in use, and its end.</returns>
    /// <exception cref="CommandFailure">There is no identity in that tenant, the tenant refuses, or the new certificate is not let in.</exception>
    public Task<(string ObjectId, string Thumbprint, DateTimeOffset NotAfter)> RenewCertificateAsync(
        StampCaller caller, string? tenantId, string? environmentName, Secret? refreshToken, string? renewalId, ActionProgress progress,
        CancellationToken cancellationToken) =>
        RunAsync(
            caller, tenantId, environmentName, refreshToken, progress,
            async (connection, graph, environment, tenant) =>
            {
                using var known = await store.FindAsync(tenant, cancellationToken);
                if (known is not { ObjectId: { } objectId, ApplicationObjectId: not null, ApplicationId: not null })
                    throw new CommandFailure("BridgeIdentityMissing", ErrorCatalogue.BridgeCertificateNotRenewed, $"the bridge has no service principal in tenant {tenant}.");
                var (thumbprint, notAfter) = await certificates.ReplaceAsync(graph, connection, environment, known, renewalId, progress, cancellationToken);
                await audit.WriteAsync(caller, StampActions.ConfigureBridge, objectId, "Succeeded", $"certificate {thumbprint}", cancellationToken);
                return (objectId, thumbprint, notAfter);
            },
            cancellationToken);

    private async Task<T> RunAsync<T>(
        StampCaller caller, string? tenantId, string? environmentName, Secret? refreshToken, ActionProgress progress,
        Func<AzureConnection, GraphClient, BridgeEnvironment, string, Task<T>> work, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ConfigureBridge, cancellationToken: cancellationToken);
        var tenant = !string.IsNullOrWhiteSpace(tenantId) ? tenantId.Trim() : facts.AadTenantId?.ToString()
            ?? throw new CommandFailure("TenantMissing", "Cannot create the service principal: -TenantId is needed, as this stamp has no directory tenant of its own.");
        if (!IsTenantName(tenant))
            throw new CommandFailure("TenantMalformed", $"Cannot create the service principal: '{tenant}' is neither a tenant id nor a domain name.");
        if (refreshToken is null || refreshToken.IsEmpty)
            throw new CommandFailure("RefreshTokenMissing", ErrorCatalogue.NoRefreshToken, "the command was given no -RefreshToken.");
        var environment = connections.Find(environmentName);

        progress("Signing in to the directory");
        var connection = connections.Open(environment);
        try
        {
            var graph = await OpenGraphAsync(connection, environment, tenant, refreshToken, cancellationToken);
            return await work(connection, graph, environment, tenant);
        }
        catch (Exception failure) when (failure is SignInException or ArmException)
        {
            await audit.WriteAsync(caller, StampActions.ConfigureBridge, tenant, "Failed", failure.GetType().Name, CancellationToken.None);
            throw failure switch
            {
                SignInException refused => new CommandFailure("BridgeSignInRefused", ErrorCatalogue.BridgePrincipalRefused, $"{refused.Entry.Code} {refused.Detail}", refused),
                ArmException { Error: var error } refused => new CommandFailure(
                    "BridgePrincipalRefused", ErrorCatalogue.BridgePrincipalRefused, $"the directory answered {error.Code}: {error.Message}", refused),
                _ => failure,
            };
        }
    }

    private async Task<string> EnsureAsync(
        AzureConnection connection, GraphClient graph, BridgeEnvironment environment, string tenant, BridgeIdentity? known, ActionProgress progress, CancellationToken cancellationToken)
    {
        progress("Looking for the service principal");
        if (known is { ObjectId: { } objectId, ApplicationObjectId: not null, ApplicationId: { } applicationId }
            && await graph.TryGetServicePrincipalAsync(objectId, cancellationToken) is not null
            && await graph.FindApplicationAsync(applicationId, cancellationToken) is not null)
        {
            // An unfinished renewal is finished first, however long its certificates are good.
            if (known is { Next: null, FormerThumbprint: null } && known.NotAfter - clock.GetUtcNow() > RenewBefore)
            {
                await store.PutAsync(known with { Environment = environment.Azure.Name }, cancellationToken);
                return objectId;
            }

            await certificates.ReplaceAsync(graph, connection, environment, known, null, progress, cancellationToken);
            return objectId;
        }

        // The certificate is kept before the tenant hears of it: a run that is cut off in between is taken up by the next one.
        progress("Creating the service principal");
        using var certificate = await certificates.MakeAsync(DisplayName);
        var identity = new BridgeIdentity(tenant, environment.Azure.Name, DisplayName, null, null, null, certificate, certificate.NotAfter);
        await store.PutAsync(identity, cancellationToken);
        var application = await FindOwnAsync(graph, cancellationToken);
        if (application is null)
            application = await graph.CreateApplicationAsync(DisplayName, certificate, cancellationToken);
        else
            await graph.SetCertificateAsync(application.Id, certificate, cancellationToken);
        var principal = await graph.FindServicePrincipalAsync(application.AppId, cancellationToken)
            ?? await graph.CreateServicePrincipalAsync(application.AppId, cancellationToken);
        progress("Configuring the Azure bridge");
        await store.PutAsync(
            identity with { ApplicationObjectId = application.Id, ApplicationId = application.AppId, ObjectId = principal.Id }, cancellationToken);
        return principal.Id;
    }

    private async Task<GraphApplication?> FindOwnAsync(GraphClient graph, CancellationToken cancellationToken)
    {
        await foreach (var application in graph.FindApplicationsByNameAsync(DisplayName, cancellationToken))
            return application;
        return null;
    }

    private static async Task<GraphClient> OpenGraphAsync(
        AzureConnection connection, BridgeEnvironment environment, string tenant, Secret refreshToken, CancellationToken cancellationToken)
    {
        if (environment.Azure.GraphAudience is not { } audience)
            throw new CommandFailure("GraphMissing", $"The Azure environment '{environment.Azure.Name}' has no Microsoft Graph endpoint.");
        var grant = await new SignInClient(connection, environment.Azure).WithRefreshTokenAsync(tenant, audience, refreshToken, cancellationToken);
        return new GraphClient(connection, environment.Azure, new GivenToken(grant.AccessToken));
    }

    private static bool IsTenantName(string text) =>
        text.Length <= 253 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.');

    /// <summary>The one token of a run; there is no other to be had.</summary>
    private sealed class GivenToken(Secret token) : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) => ValueTask.FromResult(token);
    }
}
