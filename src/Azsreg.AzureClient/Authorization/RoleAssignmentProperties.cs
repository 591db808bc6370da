namespace Azsreg.AzureClient;

/// <summary>Who has which role where.</summary>
/// <param name="RoleDefinitionId">The ARM id of the role.</param>
/// <param name="PrincipalId">The object id of the principal.</param>
/// <param name="PrincipalType"><c>User</c>, <c>Group</c> or <c>ServicePrincipal</c>; naming it lets a brand-new principal pass that has not been copied everywhere yet.</param>
/// <param name="Scope">Where; null in a request.</param>
public sealed record RoleAssignmentProperties(string RoleDefinitionId, string PrincipalId, string? PrincipalType = null, string? Scope = null);
