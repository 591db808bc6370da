namespace Azsreg.AzureClient.Graph;

internal sealed record GraphApplicationBody(string DisplayName, string SignInAudience, IReadOnlyList<GraphKeyCredential> KeyCredentials);

internal sealed record GraphKeyCredential(
    string? Type, string? Usage, string? Key, string? DisplayName, DateTimeOffset? StartDateTime, DateTimeOffset? EndDateTime,
    string? KeyId = null, string? CustomKeyIdentifier = null);

internal sealed record GraphServicePrincipalBody(string AppId);

internal sealed record GraphCredentialsBody(IReadOnlyList<GraphKeyCredential> KeyCredentials);

internal sealed record GraphAuthorizationPolicy(GraphDefaultUserRole? DefaultUserRolePermissions);

internal sealed record GraphDefaultUserRole(bool? AllowedToCreateApps);
