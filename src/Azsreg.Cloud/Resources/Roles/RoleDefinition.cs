namespace Azsreg.Cloud;

/// <summary>A role.</summary>
/// <param name="Id">Its GUID, in lower case.</param>
/// <param name="RoleName">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="IsBuiltIn">True for the platform's own.</param>
/// <param name="Permissions">What it allows.</param>
/// <param name="AssignableScopes">Where it can be assigned.</param>
/// <param name="TenantId">The directory of a custom role; null for a built-in one.</param>
public sealed record RoleDefinition(
    string Id,
    string RoleName,
    string Description,
    bool IsBuiltIn,
    IReadOnlyList<RolePermissions> Permissions,
    IReadOnlyList<string> AssignableScopes,
    string? TenantId = null)
{
    /// <summary>True where the role allows an operation.</summary>
    public bool Allows(string action)
    {
        for (var i = 0; i < Permissions.Count; i++)
        {
            if (Permissions[i].Allow(action))
                return true;
        }

        return false;
    }
}
