using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>The documents a client reads before it signs in.</summary>
internal sealed class DiscoveryEndpoints(
    IdentityOptions options, TenantAccess access, IdentityDirectory directory, SigningKeys keys, TokenIssuer issuer, TokenEndpoints boundary)
{
    private string Root => options.PublicUrl.AbsoluteUri;

    /// <summary>OpenID Connect Discovery 1.0 §3, in the form of Entra ID's v1 and v2 documents.</summary>
    public Task ConfigurationAsync(HttpContext http, string tenant, bool v2) => boundary.AnswerAsync(http, "discovery", audited: false, async _ =>
    {
        var found = await access.ResolveAsync(tenant, http.RequestAborted);
        var segment = found?.Id.ToString("D") ?? tenant.ToLowerInvariant();
        var protocol = $"{Root}{segment}/oauth2/{(v2 ? "v2.0/" : "")}";

        // For "common" the issuer is a template that the validator fills with the token's tid.
        var template = v2 ? $"{Root}{{tenantid}}/v2.0" : $"{Root}{{tenantid}}/";
        await WriteAsync(http, new JsonObject
        {
            ["token_endpoint"] = $"{protocol}token",
            ["token_endpoint_auth_methods_supported"] = Texts("client_secret_post", "private_key_jwt", "client_secret_basic"),
            ["jwks_uri"] = $"{Root}{segment}/discovery/{(v2 ? "v2.0/" : "")}keys",
            ["response_modes_supported"] = Texts("query", "fragment", "form_post"),
            ["subject_types_supported"] = Texts("pairwise"),
            ["id_token_signing_alg_values_supported"] = Texts("RS256"),
            ["response_types_supported"] = Texts("code"),
            ["scopes_supported"] = Texts("openid", "profile", "email", "offline_access"),
            ["issuer"] = found is null ? template : v2 ? issuer.V2Issuer(found.Id) : issuer.V1Issuer(found.Id),
            ["request_uri_parameter_supported"] = false,
            ["authorization_endpoint"] = $"{protocol}authorize",
            ["device_authorization_endpoint"] = $"{protocol}devicecode",
            ["http_logout_supported"] = true,
            ["frontchannel_logout_supported"] = true,
            ["end_session_endpoint"] = $"{protocol}logout",
            ["code_challenge_methods_supported"] = Texts("S256"),
            ["grant_types_supported"] = Texts(
                "authorization_code", "refresh_token", "client_credentials", "password", "urn:ietf:params:oauth:grant-type:device_code"),
            ["claims_supported"] = Texts(
                "sub", "iss", "aud", "exp", "iat", "nbf", "auth_time", "acr", "amr", "nonce", "name", "tid", "oid", "upn", "preferred_username", "email", "ver"),
            ["tenant_region_scope"] = null,
            ["cloud_instance_name"] = options.PublicUrl.Authority,
            ["cloud_graph_host_name"] = options.PublicUrl.Authority,
            ["msgraph_host"] = options.PublicUrl.Authority,
        });
    });

    /// <summary>RFC 7517: the public keys tokens may be signed with.</summary>
    public Task KeysAsync(HttpContext http, string tenant) => boundary.AnswerAsync(http, "discovery", audited: false, async _ =>
    {
        var found = await access.ResolveAsync(tenant, http.RequestAborted);
        var set = new JsonArray();
        foreach (var key in keys.PublicKeys)
        {
            set.Add(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(key.Parameters.Modulus),
                ["e"] = Base64UrlEncoder.Encode(key.Parameters.Exponent),
                ["issuer"] = found is null ? $"{Root}{{tenantid}}/v2.0" : issuer.V2Issuer(found.Id),
            });
        }

        await WriteAsync(http, new JsonObject { ["keys"] = set });
    });

    /// <summary>Instance discovery: this host is the one name of its own cloud, so clients that validate authorities accept it.</summary>
    public Task InstanceAsync(HttpContext http) => WriteAsync(http, new JsonObject
    {
        ["tenant_discovery_endpoint"] = $"{Root}common/v2.0/.well-known/openid-configuration",
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject
        {
            ["preferred_network"] = options.PublicUrl.Authority,
            ["preferred_cache"] = options.PublicUrl.Authority,
            ["aliases"] = Texts(options.PublicUrl.Authority, options.PublicUrl.Host),
        }),
    });

    /// <summary>Home realm discovery: a client asks it before it sends a password. Nothing here is federated.</summary>
    public async Task UserRealmAsync(HttpContext http, string user)
    {
        var domain = user[(user.LastIndexOf('@') + 1)..];
        var managed = user.Length <= 320 && user.Contains('@', StringComparison.Ordinal)
            && (await directory.FindTenantAsync(domain, http.RequestAborted) is not null
                || await directory.FindAccountAsync(user, http.RequestAborted) is not null);
        var answer = new JsonObject { ["ver"] = "1.0", ["account_type"] = managed ? "Managed" : "Unknown" };
        if (managed)
        {
            answer["domain_name"] = domain;
            answer["cloud_instance_name"] = options.PublicUrl.Authority;
            answer["cloud_audience_urn"] = "urn:federation:MicrosoftOnline";
        }

        await WriteAsync(http, answer);
    }

    private static Task WriteAsync(HttpContext http, JsonObject document) =>
        http.Response.WriteAsJsonAsync(document, IdentityJson.Answers.JsonObject, cancellationToken: http.RequestAborted);

    private static JsonArray Texts(params string[] values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
