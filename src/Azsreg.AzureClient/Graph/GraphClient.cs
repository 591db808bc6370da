using System.Security.Cryptography.X509Certificates;
using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Graph;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>The few calls of Microsoft Graph v1.0 that a stamp's identity needs: applications and their service principals.</summary>
public sealed class GraphClient
{
    private readonly ArmClient _graph;

    /// <summary>Makes a client.</summary>
    /// <param name="connection">The transport, clock and dice.</param>
    /// <param name="environment">Whose Graph.</param>
    /// <param name="tokens">Gives the caller's tokens.</param>
    /// <exception cref="CataloguedException">The environment names no Microsoft Graph.</exception>
    public GraphClient(AzureConnection connection, AzureEnvironment environment, IAccessTokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.GraphUrl is null || environment.GraphAudience is not { } audience)
            throw new CataloguedException(ErrorCatalogue.NotResourceManager, $"Environment '{environment.Name}' names no Microsoft Graph.");
        // Graph takes the same envelope, bearer token and paging as Resource Manager, only no api-version.
        _graph = new ArmClient(connection, new Uri($"{audience}/v1.0/"), tokens, audience);
    }

    /// <summary>Makes an application that signs in with a certificate.</summary>
    public async Task<GraphApplication> CreateApplicationAsync(string displayName, X509Certificate2 certificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var body = new GraphApplicationBody(displayName, "AzureADMyOrg",
        [Credential(certificate)]);
        var request = new ArmRequest(HttpMethod.Post, "applications", null) { Body = ArmClient.Json(body, AzureJson.Default.GraphApplicationBody) };
        return ArmClient.Required(await _graph.SendAsync(request, AzureJson.Default.GraphApplication, cancellationToken));
    }

    /// <summary>Makes a certificate the only credential of an application.</summary>
    /// <param name="objectId">The application's object id, not its client id.</param>
    /// <param name="certificate">The certificate; only its public part is sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task SetCertificateAsync(string objectId, X509Certificate2 certificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return ReplaceCertificatesAsync(objectId, [Credential(certificate)], cancellationToken);
    }

    /// <summary>Adds a certificate to those of an application; one that is there already stays.</summary>
    /// <param name="objectId">The application's object id, not its client id.</param>
    /// <param name="certificate">The certificate; only its public part is sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task AddCertificateAsync(string objectId, X509Certificate2 certificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var known = await CertificatesAsync(objectId, cancellationToken);
        if (!known.Any(one => one.Is(certificate.Thumbprint)))
            await ReplaceCertificatesAsync(objectId, [.. known.Select(Kept), Credential(certificate)], cancellationToken);
    }

    /// <summary>Takes a certificate from those of an application.</summary>
    /// <param name="objectId">The application's object id, not its client id.</param>
    /// <param name="thumbprint">Its SHA-1 thumbprint.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RemoveCertificateAsync(string objectId, string thumbprint, CancellationToken cancellationToken = default)
    {
        var known = await CertificatesAsync(objectId, cancellationToken);
        if (known.Any(one => one.Is(thumbprint)))
            await ReplaceCertificatesAsync(objectId, [.. known.Where(one => !one.Is(thumbprint)).Select(Kept)], cancellationToken);
    }

    /// <summary>Makes the service principal of an application.</summary>
    public async Task<GraphServicePrincipal> CreateServicePrincipalAsync(string appId, CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Post, "servicePrincipals", null)
        {
            Body = ArmClient.Json(new GraphServicePrincipalBody(appId), AzureJson.Default.GraphServicePrincipalBody),
        };
        return ArmClient.Required(await _graph.SendAsync(request, AzureJson.Default.GraphServicePrincipal, cancellationToken));
    }

    /// <summary>A service principal by its object id; null where there is none.</summary>
    public Task<GraphServicePrincipal?> TryGetServicePrincipalAsync(string objectId, CancellationToken cancellationToken = default) =>
        _graph.TryGetAsync($"servicePrincipals/{Uri.EscapeDataString(objectId)}", null, AzureJson.Default.GraphServicePrincipal, cancellationToken);

    /// <summary>The service principal of a client id; null where there is none.</summary>
    public async Task<GraphServicePrincipal?> FindServicePrincipalAsync(string appId, CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Get, "servicePrincipals", null)
        {
            Query = [new("$filter", $"appId eq '{appId.Replace("'", "''", StringComparison.Ordinal)}'")],
        };
        await foreach (var principal in _graph.ListAsync(request, AzureJson.Default.ArmPageGraphServicePrincipal, cancellationToken))
            return principal;
        return null;
    }

    /// <summary>The application of a client id; null where there is none.</summary>
    public async Task<GraphApplication?> FindApplicationAsync(string appId, CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Get, "applications", null)
        {
            Query = [new("$filter", $"appId eq '{appId.Replace("'", "''", StringComparison.Ordinal)}'")],
        };
        await foreach (var application in _graph.ListAsync(request, AzureJson.Default.ArmPageGraphApplication, cancellationToken))
            return application;
        return null;
    }

    /// <summary>Applications of a display name.</summary>
    public IAsyncEnumerable<GraphApplication> FindApplicationsByNameAsync(string displayName, CancellationToken cancellationToken = default) =>
        _graph.ListAsync(
            new ArmRequest(HttpMethod.Get, "applications", null) { Query = [new("$filter", $"displayName eq '{displayName.Replace("'", "''", StringComparison.Ordinal)}'")] },
            AzureJson.Default.ArmPageGraphApplication, cancellationToken);

    /// <summary>The user who asks.</summary>
    /// <exception cref="ArmException">400 where an application asks.</exception>
    public Task<GraphUser> GetMeAsync(CancellationToken cancellationToken = default) =>
        _graph.GetAsync("me", null, AzureJson.Default.GraphUser, cancellationToken);

    /// <summary>The directory roles of the user who asks, those held through groups included.</summary>
    public IAsyncEnumerable<GraphDirectoryRole> ListMyDirectoryRolesAsync(CancellationToken cancellationToken = default) =>
        _graph.ListAsync("me/transitiveMemberOf/microsoft.graph.directoryRole", null, AzureJson.Default.ArmPageGraphDirectoryRole, cancellationToken);

    /// <summary>The directory's setting "users can register applications".</summary>
    public async Task<bool> MayUsersCreateApplicationsAsync(CancellationToken cancellationToken = default)
    {
        var policy = await _graph.GetAsync("policies/authorizationPolicy", null, AzureJson.Default.GraphAuthorizationPolicy, cancellationToken);
        // Graph's own default where nobody ever changed it.
        return policy.DefaultUserRolePermissions?.AllowedToCreateApps ?? true;
    }

    /// <summary>Removes an application, and with it its service principal.</summary>
    /// <param name="objectId">The application's object id, not its client id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there was none.</returns>
    public Task<bool> DeleteApplicationAsync(string objectId, CancellationToken cancellationToken = default) =>
        DeleteAsync($"applications/{Uri.EscapeDataString(objectId)}", cancellationToken);

    /// <summary>Removes a service principal.</summary>
    /// <param name="objectId">The service principal's object id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there was none.</returns>
    public Task<bool> DeleteServicePrincipalAsync(string objectId, CancellationToken cancellationToken = default) =>
        DeleteAsync($"servicePrincipals/{Uri.EscapeDataString(objectId)}", cancellationToken);

    private static GraphKeyCredential Credential(X509Certificate2 certificate) =>
        new("AsymmetricX509Cert", "Verify", Convert.ToBase64String(certificate.RawData), certificate.Subject,
            new DateTimeOffset(certificate.NotBefore).ToUniversalTime(), new DateTimeOffset(certificate.NotAfter).ToUniversalTime());

    /// <summary>One that stays is told by its id; Graph keeps its bytes.</summary>
    private static GraphKeyCredential Kept(GraphCertificate one) =>
        new(one.Type, one.Usage, null, one.DisplayName, one.StartDateTime, one.EndDateTime, one.KeyId, one.CustomKeyIdentifier);

    private async Task<IReadOnlyList<GraphCertificate>> CertificatesAsync(string objectId, CancellationToken cancellationToken) =>
        (await _graph.GetAsync($"applications/{Uri.EscapeDataString(objectId)}", null, AzureJson.Default.GraphApplication, cancellationToken)).KeyCredentials ?? [];

    private async Task ReplaceCertificatesAsync(string objectId, IReadOnlyList<GraphKeyCredential> credentials, CancellationToken cancellationToken) => await _graph.SendAsync(
        new ArmRequest(HttpMethod.Patch, $"applications/{Uri.EscapeDataString(objectId)}", null)
        {
            Body = ArmClient.Json(new GraphCredentialsBody(credentials), AzureJson.Default.GraphCredentialsBody),
        },
        cancellationToken);

    private async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // Unlike Resource Manager, Graph says 204 where it removed something.
            await _graph.SendAsync(new ArmRequest(HttpMethod.Delete, path, null), cancellationToken);
            return true;
        }
        catch (ArmException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }
}
