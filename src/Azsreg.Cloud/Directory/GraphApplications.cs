using Azsreg.Identity;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Directory;

/// <summary><c>/applications</c>.</summary>
internal sealed class GraphApplications(IdentityDirectory directory, GraphRights rights, TimeProvider clock)
{
    private const int MostCertificates = 20;

    public async Task<IResult> ListAsync(GraphRequest request)
    {
        var filter = GraphSearch.FilterOf(request);
        if (filter is { Property: "appId", StartsWith: false })
        {
            var one = Guid.TryParse(filter.Value, out var appId) ? await directory.FindApplicationAsync(appId, request.Aborted) : null;
            return await PageAsync(request, one is not null && one.TenantId == request.Caller.TenantId ? [one] : [], null);
        }

        var (rows, last) = await GraphSearch.PageAsync(
            request, filter,
            (after, take) => directory.ListApplicationsAsync(request.Caller.TenantId, after, take, request.Aborted),
            row => (row.ObjectId, row.AppId, row.DisplayName));
        return await PageAsync(request, rows, last);
    }

    public async Task<IResult> GetAsync(GraphRequest request) => await AnswerAsync(request, await FindAsync(request));

    public async Task<IResult> CreateAsync(GraphRequest request)
    {
        var body = await request.ReadAsync(GraphJson.Default.GraphApplication);
        await rights.RequireRegisterAsync(request.Caller, request.Aborted);
        if (body.PasswordCredentials is { Count: > 0 })
            throw GraphException.BadRequest("Password credentials cannot be given at creation; use addPassword.");
        var certificates = ReadCertificates(body.KeyCredentials);
        var isPublic = body.IsFallbackPublicClient ?? body.PublicClient?.RedirectUris is { Count: > 0 };
        var made = await directory.CreateApplicationAsync(
            new NewApplication
            {
                TenantId = request.Caller.TenantId,
                DisplayName = body.DisplayName ?? throw GraphException.BadRequest("A value is required for property 'displayName' of resource 'Application'."),
                IsMultiTenant = IsMultiTenant(body.SignInAudience) ?? true,
                IsPublicClient = isPublic,
                RedirectUris = (isPublic ? body.PublicClient : body.Web)?.RedirectUris ?? [],
                IdentifierUris = body.IdentifierUris ?? [],
                Owners = [request.Caller.ObjectId],
            },
            request.Aborted);
        try
        {
            foreach (var (certificate, name) in certificates)
                await directory.AddCertificateAsync(made.AppId, certificate, name, request.Aborted);
        }
        catch (DirectoryException)
        {
            // An application without the credential it was asked for would lie about: creation is all or nothing.
            await directory.DeleteApplicationAsync(made.AppId, CancellationToken.None);
            throw;
        }

        return await AnswerAsync(request, (await directory.FindApplicationAsync(made.AppId, request.Aborted))!, 201);
    }

    public async Task<IResult> UpdateAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        var body = await request.ReadAsync(GraphJson.Default.GraphApplication);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        if (body.PasswordCredentials is { Count: > 0 })
            throw GraphException.BadRequest("Password credentials cannot be changed by an update; use addPassword and removePassword.");
        var redirects = application.IsPublicClient ? body.PublicClient?.RedirectUris : body.Web?.RedirectUris;
        if (body.DisplayName is not null || redirects is not null || body.IdentifierUris is not null || body.IsFallbackPublicClient is not null)
        {
            await directory.UpdateApplicationAsync(
                application.AppId, body.DisplayName, redirects, body.IdentifierUris, body.IsFallbackPublicClient, request.Aborted);
        }

        if (body.KeyCredentials is not null)
            await ReplaceCertificatesAsync(application, body.KeyCredentials, request.Aborted);
        return TypedResults.NoContent();
    }

    public async Task<IResult> DeleteAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        await directory.DeleteApplicationAsync(application.AppId, request.Aborted);
        return TypedResults.NoContent();
    }

    public async Task<IResult> AddPasswordAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        var body = await request.ReadAsync(GraphJson.Default.GraphAddPassword);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        DateTimeOffset? end = body.PasswordCredential?.EndDateTime is not { } text ? null
            : DateTimeOffset.TryParse(
                text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) && at > clock.GetUtcNow() ? at
            : throw GraphException.BadRequest("Invalid value specified for property 'endDateTime' of resource 'PasswordCredential'.");
        var made = await directory.AddPasswordAsync(application.AppId, body.PasswordCredential?.DisplayName, end, cancellationToken: request.Aborted);
        return GraphEndpoints.Json(GraphPasswordCredential.Of(made.Credential, made.Text.Reveal()), GraphJson.Default.GraphPasswordCredential);
    }

    public async Task<IResult> RemovePasswordAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        var body = await request.ReadAsync(GraphJson.Default.GraphRemovePassword);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        if (body.KeyId is not { } keyId || !await directory.RemovePasswordAsync(application.AppId, keyId, request.Aborted))
            throw GraphException.BadRequest("No password credential found with keyId.");
        return TypedResults.NoContent();
    }

    public async Task<IResult> ListOwnersAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        return await GraphSearch.OwnersAsync(request, directory, application.TenantId, application.Owners);
    }

    public async Task<IResult> AddOwnerAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        var body = await request.ReadAsync(GraphJson.Default.GraphReference);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        var tail = body.Id?.Split('/')[^1];
        if (!Guid.TryParse(tail, out var owner) || !await ExistsAsync(application.TenantId, owner, request.Aborted))
            throw GraphException.BadRequest("The reference does not name an object of this directory.");
        if (application.Owners.Contains(owner))
            throw GraphException.BadRequest("One or more added object references already exist for the following modified properties: 'owners'.");
        await directory.AddOwnerAsync(application.AppId, owner, request.Aborted);
        return TypedResults.NoContent();
    }

    public async Task<IResult> RemoveOwnerAsync(GraphRequest request)
    {
        var application = await FindAsync(request);
        await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        if (!await directory.RemoveOwnerAsync(application.AppId, request.RouteId("ownerId"), request.Aborted))
            throw GraphException.NotFound(request.Route("ownerId"));
        return TypedResults.NoContent();
    }

    // By object id, or by the alternate key applications(appId='…').
    private async Task<Application> FindAsync(GraphRequest request)
    {
        var id = request.RouteId();
        var byAppId = request.IsAlternateKey;
        var found = byAppId
            ? await directory.FindApplicationAsync(id, request.Aborted)
            : await directory.FindApplicationByObjectIdAsync(request.Caller.TenantId, id, request.Aborted);
        return found is not null && found.TenantId == request.Caller.TenantId ? found : throw GraphException.NotFound(id.ToString());
    }

    private async Task<bool> ExistsAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken) =>
        await directory.FindUserAsync(tenantId, objectId, cancellationToken) is not null
        || await directory.FindServicePrincipalAsync(tenantId, objectId, cancellationToken) is not null;

    // The list given becomes the whole: what is not in it goes, what has a known keyId and no bytes stays.
    private async Task ReplaceCertificatesAsync(Application application, IReadOnlyList<GraphKeyCredential> wanted, CancellationToken cancellationToken)
    {
        var kept = wanted.Where(credential => credential.Key is null).Select(credential => credential.KeyId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (kept.Any(keyId => !application.CertificateCredentials.Any(known => known.KeyId.ToString().Equals(keyId, StringComparison.OrdinalIgnoreCase))))
            throw GraphException.BadRequest("Existing credential with keyId was not found. Provide the key value for a new credential.");
        var added = new HashSet<Guid>();
        foreach (var (certificate, name) in ReadCertificates([.. wanted.Where(credential => credential.Key is not null)]))
            added.Add((await directory.AddCertificateAsync(application.AppId, certificate, name, cancellationToken)).KeyId);
        // The new ones are in place before the old ones go: an interruption never leaves the application without any.
        foreach (var known in application.CertificateCredentials)
        {
            if (!added.Contains(known.KeyId) && !kept.Contains(known.KeyId.ToString()))
                await directory.RemoveCertificateAsync(application.AppId, known.KeyId, cancellationToken);
        }
    }

    private static List<(byte[] Certificate, string? Name)> ReadCertificates(IReadOnlyList<GraphKeyCredential>? credentials)
    {
        if (credentials is { Count: > MostCertificates })
            throw GraphException.BadRequest($"An application has at most {MostCertificates} key credentials.");
        var read = new List<(byte[], string?)>();
        foreach (var credential in credentials ?? [])
        {
            var bytes = new byte[(credential.Key?.Length ?? 0)];
            if (credential is not { Type: "AsymmetricX509Cert", Usage: "Verify", Key: { } key } || !Convert.TryFromBase64String(key, bytes, out var length))
                throw GraphException.BadRequest("New key credential must be an AsymmetricX509Cert for Verify with its bytes in base64.");
            read.Add((bytes[..length], credential.DisplayName));
        }

        return read;
    }

    private static bool? IsMultiTenant(string? audience) => audience switch
    {
        null => null,
        "AzureADMyOrg" => false,
        "AzureADMultipleOrgs" or "AzureADandPersonalMicrosoftAccount" => true,
        _ => throw GraphException.BadRequest("Invalid value specified for property 'signInAudience' of resource 'Application'."),
    };

    private async Task<IResult> AnswerAsync(GraphRequest request, Application application, int status = 200)
    {
        var tenant = await directory.FindTenantAsync(application.TenantId, request.Aborted);
        return GraphEndpoints.Json(GraphApplication.Of(application, tenant?.DefaultDomain), GraphJson.Default.GraphApplication, status);
    }

    private async Task<IResult> PageAsync(GraphRequest request, IReadOnlyList<Application> rows, Guid? last)
    {
        var tenant = await directory.FindTenantAsync(request.Caller.TenantId, request.Aborted);
        return GraphEndpoints.Json(
            new GraphPage<GraphApplication>(
                request.Context("applications"),
                [.. rows.Select(row => GraphApplication.Of(row, tenant?.DefaultDomain))],
                last is { } id ? request.NextLink("applications", id) : null),
            GraphJson.Default.GraphPageGraphApplication);
    }
}

internal static class GraphApplicationRoutes
{
    public static void MapApplications(this GraphRoutes graph)
    {
        graph.Map<GraphApplications>("GET", "/applications", (feature, request) => feature.ListAsync(request));
        graph.Map<GraphApplications>("POST", "/applications", (feature, request) => feature.CreateAsync(request));
        foreach (var one in (string[])["/applications/{id}", "/applications(appId='{id}')"])
        {
            graph.Map<GraphApplications>("GET", one, (feature, request) => feature.GetAsync(request));
            graph.Map<GraphApplications>("PATCH", one, (feature, request) => feature.UpdateAsync(request));
            graph.Map<GraphApplications>("DELETE", one, (feature, request) => feature.DeleteAsync(request));
            graph.Map<GraphApplications>("POST", one + "/addPassword", (feature, request) => feature.AddPasswordAsync(request));
            graph.Map<GraphApplications>("POST", one + "/removePassword", (feature, request) => feature.RemovePasswordAsync(request));
            graph.Map<GraphApplications>("GET", one + "/owners", (feature, request) => feature.ListOwnersAsync(request));
            graph.Map<GraphApplications>("POST", one + "/owners/$ref", (feature, request) => feature.AddOwnerAsync(request));
            graph.Map<GraphApplications>("DELETE", one + "/owners/{ownerId}/$ref", (feature, request) => feature.RemoveOwnerAsync(request));
        }
    }
}
