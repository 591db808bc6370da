using Azsreg.Protocol;

namespace Azsreg.Cloud;

/// <summary>The platform's own roles, with Azure's ids.</summary>
public static class BuiltInRoles
{
    /// <summary>Everything, and giving rights.</summary>
    public static RoleDefinition Owner { get; } = Role(
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner",
        "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.", RolePermissions.Of(["*"]));

    /// <summary>Everything but giving rights.</summary>
    public static RoleDefinition Contributor { get; } = Role(
        "b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor",
        "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, "
        + "or share image galleries.",
        RolePermissions.Of(
            ["*"], "Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write", "Microsoft.Authorization/elevateAccess/Action",
            "Microsoft.Blueprint/blueprintAssignments/write", "Microsoft.Blueprint/blueprintAssignments/delete"));

    /// <summary>Reading only.</summary>
    public static RoleDefinition Reader { get; } = Role(
        "acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "View all resources, but does not allow you to make any changes.",
        RolePermissions.Of(["*/read"]));

    /// <summary>Reading, and giving rights.</summary>
    public static RoleDefinition UserAccessAdministrator { get; } = Role(
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", "Lets you manage user access to Azure resources.",
        RolePermissions.Of(["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"]));

    /// <summary>What a stamp's bridge may do with its registration.</summary>
    public static RoleDefinition RegistrationOwner { get; } = Role(
        WellKnown.RegistrationOwnerRoleId, WellKnown.RegistrationOwnerRole, "Lets you manage Azure Stack registrations.",
        RolePermissions.Of(
        [
            "Microsoft.AzureStack/registrations/products/*/action",
            "Microsoft.AzureStack/registrations/products/read",
            "Microsoft.AzureStack/registrations/read",
        ]));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RoleDefinition> All { get; } = [Owner, Contributor, Reader, UserAccessAdministrator, RegistrationOwner];

    private static RoleDefinition Role(string id, string name, string description, RolePermissions permissions) =>
        new(id, name, description, IsBuiltIn: true, [permissions], ["/"]);
}
