namespace Azsreg.Cloud;

/// <summary>A role given to a principal at a scope; everything below inherits it.</summary>
/// <param name="Name">Its GUID, in lower case.</param>
/// <param name="TenantId">The directory of the principal.</param>
/// <param name="Scope">Where it holds, such as <c>/subscriptions/{id}</c>.</param>
/// <param name="RoleDefinitionId">The GUID of the role.</param>
/// <param name="PrincipalId">The object id of who has it.</param>
/// <param name="PrincipalType"><c>User</c> or <c>ServicePrincipal</c>.</param>
/// <param name="Description">Why, if somebody said so.</param>
/// <param name="CreatedOn">When it was made, UTC.</param>
/// <param name="CreatedBy">The object id of who made it; empty for the platform.</param>
public sealed record RoleAssignment(
    string Name,
    string TenantId,
    string Scope,
    string RoleDefinitionId,
    string PrincipalId,
    string PrincipalType,
    string? Description = null,
    DateTimeOffset CreatedOn = default,
    string CreatedBy = "")
{
    /// <summary>Its id.</summary>
    public string Id => Scope == "/" ? $"/providers/Microsoft.Authorization/roleAssignments/{Name}"
        : $"{Scope}/providers/Microsoft.Authorization/roleAssignments/{Name}";
}
