using System.Text.Json.Serialization;
using Azsreg.Identity;

namespace Azsreg.Cloud.Directory;

/// <summary>An application as Graph writes and reads it; a request leaves out what it does not set.</summary>
internal sealed record GraphApplication
{
    public string? Id { get; init; }
    public string? AppId { get; init; }
    public string? DisplayName { get; init; }
    public string? SignInAudience { get; init; }
    public string? PublisherDomain { get; init; }
    public string? CreatedDateTime { get; init; }
    public IReadOnlyList<string>? IdentifierUris { get; init; }
    public bool? IsFallbackPublicClient { get; init; }
    public GraphRedirects? PublicClient { get; init; }
    public GraphRedirects? Web { get; init; }
    public IReadOnlyList<GraphKeyCredential>? KeyCredentials { get; init; }
    public IReadOnlyList<GraphPasswordCredential>? PasswordCredentials { get; init; }

    public static GraphApplication Of(Application application, string? domain) => new()
    {
        Id = application.ObjectId.ToString(),
        AppId = application.AppId.ToString(),
        DisplayName = application.DisplayName,
        SignInAudience = application.IsMultiTenant ? "AzureADMultipleOrgs" : "AzureADMyOrg",
        PublisherDomain = domain,
        CreatedDateTime = GraphTime.Text(application.CreatedAt),
        IdentifierUris = application.IdentifierUris,
        IsFallbackPublicClient = application.IsPublicClient ? true : null,
        PublicClient = new GraphRedirects(application.IsPublicClient ? application.RedirectUris : []),
        Web = new GraphRedirects(application.IsPublicClient ? [] : application.RedirectUris),
        KeyCredentials = [.. application.CertificateCredentials.Select(GraphKeyCredential.Of)],
        PasswordCredentials = [.. application.PasswordCredentials.Select(credential => GraphPasswordCredential.Of(credential))],
    };
}

internal sealed record GraphRedirects(IReadOnlyList<string>? RedirectUris);

/// <summary>A certificate. Its bytes are read, and never answered, as with the service unless they are selected.</summary>
internal sealed record GraphKeyCredential
{
    public string? CustomKeyIdentifier { get; init; }
    public string? DisplayName { get; init; }
    public string? EndDateTime { get; init; }
    public string? Key { get; init; }
    public string? KeyId { get; init; }
    public string? StartDateTime { get; init; }
    public string? Type { get; init; }
    public string? Usage { get; init; }

    public static GraphKeyCredential Of(CertificateCredential credential) => new()
    {
        CustomKeyIdentifier = Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(credential.ThumbprintSha1)),
        DisplayName = credential.DisplayName,
        EndDateTime = GraphTime.Text(credential.EndsAt),
        KeyId = credential.KeyId.ToString(),
        StartDateTime = GraphTime.Text(credential.StartsAt),
        Type = "AsymmetricX509Cert",
        Usage = "Verify",
    };
}

/// <summary>A client secret; its text is in the answer of <c>addPassword</c> only.</summary>
internal sealed record GraphPasswordCredential
{
    public string? CustomKeyIdentifier { get; init; }
    public string? DisplayName { get; init; }
    public string? EndDateTime { get; init; }
    public string? Hint { get; init; }
    public string? KeyId { get; init; }
    public string? SecretText { get; init; }
    public string? StartDateTime { get; init; }

    public static GraphPasswordCredential Of(PasswordCredential credential, string? secretText = null) => new()
    {
        DisplayName = credential.DisplayName,
        EndDateTime = GraphTime.Text(credential.EndsAt),
        Hint = credential.Hint,
        KeyId = credential.KeyId.ToString(),
        SecretText = secretText,
        StartDateTime = GraphTime.Text(credential.StartsAt),
    };
}

internal sealed record GraphAddPassword(GraphPasswordCredential? PasswordCredential);

internal sealed record GraphRemovePassword(Guid? KeyId);

internal sealed record GraphReference([property: JsonPropertyName("@odata.id")] string? Id);

internal sealed record GraphServicePrincipal
{
    public string? Id { get; init; }
    public string? AppId { get; init; }
    public string? DisplayName { get; init; }
    public string? AppDisplayName { get; init; }
    public string? AppOwnerOrganizationId { get; init; }
    public bool? AccountEnabled { get; init; }
    public string? ServicePrincipalType { get; init; }
    public IReadOnlyList<string>? ServicePrincipalNames { get; init; }

    public static GraphServicePrincipal Of(ServicePrincipal principal, Application? application) => new()
    {
        Id = principal.ObjectId.ToString(),
        AppId = principal.AppId.ToString(),
        DisplayName = principal.DisplayName,
        AppDisplayName = principal.DisplayName,
        AppOwnerOrganizationId = application is { IsFirstParty: false } ? application.TenantId.ToString() : null,
        AccountEnabled = principal.Enabled,
        ServicePrincipalType = "Application",
        ServicePrincipalNames = [principal.AppId.ToString(), .. application?.IdentifierUris ?? []],
    };
}

internal sealed record GraphUser
{
    [JsonPropertyName("@odata.type")]
    public string? ODataType { get; init; }

    public string? Id { get; init; }
    public string? DisplayName { get; init; }
    public string? UserPrincipalName { get; init; }
    public string? Mail { get; init; }
    public string? UserType { get; init; }
    public bool? AccountEnabled { get; init; }

    public static GraphUser Of(User user, bool typed = false) => new()
    {
        ODataType = typed ? "#microsoft.graph.user" : null,
        Id = user.ObjectId.ToString(),
        DisplayName = user.DisplayName,
        UserPrincipalName = user.UserPrincipalName,
        Mail = user.SignInName,
        UserType = user.Kind == UserKind.Guest ? "Guest" : "Member",
        AccountEnabled = user.Enabled,
    };
}

/// <summary>A directory role with the template id it has in every directory.</summary>
internal sealed record GraphDirectoryRole(string Id, string DisplayName, string RoleTemplateId)
{
    public static GraphDirectoryRole Of(DirectoryRole role)
    {
        var (name, template) = role switch
        {
            DirectoryRole.GlobalAdministrator => ("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
            DirectoryRole.ApplicationAdministrator => ("Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
            DirectoryRole.ApplicationDeveloper => ("Application Developer", "cf1c38e5-3621-4004-a7cb-879624dced7c"),
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        };
        return new GraphDirectoryRole(template, name, template);
    }
}

internal sealed record GraphOrganization(string Id, string DisplayName, string TenantType, IReadOnlyList<GraphDomain> VerifiedDomains);

internal sealed record GraphDomain(string Name, string Type, bool IsDefault, bool IsInitial);

internal sealed record GraphAuthorizationPolicy
{
    public string? Id { get; init; }
    public GraphDefaultUserRole? DefaultUserRolePermissions { get; init; }
}

internal sealed record GraphDefaultUserRole(bool? AllowedToCreateApps);

internal sealed record GraphPage<T>(
    [property: JsonPropertyName("@odata.context")] string Context,
    IReadOnlyList<T> Value,
    [property: JsonPropertyName("@odata.nextLink")] string? NextLink = null);

internal sealed record GraphErrorEnvelope(GraphError Error);

internal sealed record GraphError(string Code, string Message, GraphInnerError InnerError);

internal sealed record GraphInnerError(
    string Date,
    [property: JsonPropertyName("request-id")] string RequestId,
    [property: JsonPropertyName("client-request-id")] string ClientRequestId);

internal static class GraphTime
{
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(GraphApplication))]
[JsonSerializable(typeof(GraphPage<GraphApplication>))]
[JsonSerializable(typeof(GraphServicePrincipal))]
[JsonSerializable(typeof(GraphPage<GraphServicePrincipal>))]
[JsonSerializable(typeof(GraphUser))]
[JsonSerializable(typeof(GraphPage<GraphUser>))]
[JsonSerializable(typeof(GraphPage<GraphOrganization>))]
[JsonSerializable(typeof(GraphPage<GraphDirectoryRole>))]
[JsonSerializable(typeof(GraphOrganization))]
[JsonSerializable(typeof(GraphAuthorizationPolicy))]
[JsonSerializable(typeof(GraphAddPassword))]
[JsonSerializable(typeof(GraphRemovePassword))]
[JsonSerializable(typeof(GraphPasswordCredential))]
[JsonSerializable(typeof(GraphReference))]
[JsonSerializable(typeof(GraphErrorEnvelope))]
internal sealed partial class GraphJson : JsonSerializerContext;
