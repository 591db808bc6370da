using System.Collections.Frozen;

namespace Azsreg.Identity;

/// <summary>Finds the service a client asks a token for: one the host names, or an application that has an identifier URI.</summary>
internal sealed class Resources
{
    private const string Default = "/.default";
    private const int LongestScope = 4096;

    private static readonly FrozenSet<string> OpenIdScopes =
        new[] { "openid", "profile", "email", "offline_access" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly IdentityDirectory _directory;
    private readonly FrozenDictionary<string, ResourceServer> _known;
    private readonly ResourceServer _first;
    private readonly ResourceServer? _graph;
    private readonly Uri _publicUrl;

    public Resources(IdentityOptions options, IdentityDirectory directory)
    {
        _directory = directory;
        _publicUrl = options.PublicUrl;
        _first = options.Resources[0];
        _graph = options.Resources.FirstOrDefault(resource => resource.AppId == ResourceServer.MicrosoftGraph.AppId);
        var known = new Dictionary<string, ResourceServer>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in options.Resources)
        {
            foreach (var audience in resource.Audiences)
                known.TryAdd(Absolute(audience).TrimEnd('/'), resource);
            if (resource.AppId is { } id)
                known.TryAdd(id.ToString("D"), resource);
        }

        _known = known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The v1 way: <paramref name="resource"/> names the service; without one the host's first is meant.</summary>
    public async Task<RequestedAccess> OfResourceAsync(string? resource, string? scope, string tenant, CancellationToken cancellationToken)
    {
        var asked = resource ?? Absolute(_first.Audiences[0]);
        var permissions = await PermissionsAsync(asked, tenant, cancellationToken);
        var openId = scope?.Split(' ').Contains("openid", StringComparer.OrdinalIgnoreCase) ?? true;
        return new RequestedAccess(asked, permissions, permissions, openId, Offline: true);
    }

    /// <summary>The v2 way: scopes <c>{resource}/.default</c> or <c>{resource}/{permission}</c> of one service, beside those of OpenID Connect.</summary>
    public async Task<RequestedAccess> OfScopeAsync(string scope, string tenant, bool application, CancellationToken cancellationToken)
    {
        if (scope.Length > LongestScope)
            throw Refused.ScopeInvalid(scope[..64], $"more than {LongestScope} characters.");
        var asked = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ofService = asked.Where(value => !OpenIdScopes.Contains(value)).ToArray();
        if (application && ofService is not [_])
            throw Refused.ScopeInvalid(scope, "client credential flows must have one scope: the resource identifier suffixed with '/.default'.");
        if (application && !ofService[0].EndsWith(Default, StringComparison.OrdinalIgnoreCase))
            throw Refused.ScopeInvalid(scope, "client credential flows must have a scope value with '/.default' suffixed to the resource identifier.");
        var resources = ofService.Select(ResourceOf).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (resources.Length > 1)
            throw Refused.ScopeInvalid(scope, "it contains more than one resource.");
        var resource = resources.Length == 1 ? resources[0] : Absolute((_graph ?? _first).Audiences[0]).TrimEnd('/');
        var permissions = await PermissionsAsync(resource, tenant, cancellationToken);
        var answer = ofService
            .Concat(permissions.Split(' ').Select(permission => $"{resource}/{permission}"))
            .Concat(asked.Where(OpenIdScopes.Contains))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return new RequestedAccess(
            resource, permissions, string.Join(' ', answer),
            OpenId: asked.Contains("openid", StringComparer.OrdinalIgnoreCase),
            Offline: asked.Contains("offline_access", StringComparer.OrdinalIgnoreCase));
    }

    private string ResourceOf(string scope)
    {
        var slash = scope.LastIndexOf('/');
        if (slash > 0)
            return scope[..slash];

        // A permission without a service in front is Graph's: User.Read.
        return _graph is null ? throw Refused.ScopeInvalid(scope, "it names no resource.") : _graph.Audiences[0].TrimEnd('/');
    }

    private async Task<string> PermissionsAsync(string resource, string tenant, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(resource.TrimEnd('/'), out var server))
            return server.DelegatedScopes;
        var application = Guid.TryParse(resource, out var appId)
            ? await _directory.FindApplicationAsync(appId, cancellationToken)
            : await _directory.FindApplicationByIdentifierUriAsync(resource, cancellationToken);
        return application is { IsFirstParty: false }
            ? "user_impersonation"
            : throw Refused.ResourceNotFound(resource.Length > 256 ? resource[..256] : resource, tenant);
    }

    private string Absolute(string audience) =>
        audience.StartsWith('/') ? new Uri(_publicUrl, audience[1..]).AbsoluteUri : audience;
}
