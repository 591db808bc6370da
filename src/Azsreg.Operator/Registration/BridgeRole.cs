using System.Security.Cryptography;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>The role by which a stamp's bridge may read its registration and list products.</summary>
internal static class BridgeRole
{
    public static async Task<bool> IsAssignedAsync(AzureSide azure, ArmResourceId registration, string objectId, CancellationToken cancellation)
    {
        await foreach (var one in azure.Arm.Authorization.ListAssignmentsAsync(registration.ToString(), objectId, cancellation))
        {
            if (IsTheRole(one) && Reaches(one, registration)) return true;
        }

        return false;
    }

    public static async Task AssignAsync(AzureSide azure, ArmResourceId registration, string objectId, CancellationToken cancellation)
    {
        var role = await azure.Arm.Authorization.FindRoleAsync(registration.ToString(), WellKnown.RegistrationOwnerRole, cancellation);
        var roleId = role?.Id ?? $"/subscriptions/{azure.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{WellKnown.RegistrationOwnerRoleId}";
        try
        {
            // Naming the principal's type lets a principal pass that was made a second ago.
            await azure.Arm.Authorization.PutAssignmentAsync(
                registration.ToString(), NameOf(registration, objectId), new RoleAssignmentProperties(roleId, objectId, "ServicePrincipal"), cancellation);
        }
        catch (ArmException exists) when (exists.Error.Code == "RoleAssignmentExists")
        {
            // Given under another name, by an older tool or at a scope above; that is as good.
        }
    }

    /// <summary>Takes away what <see cref="AssignAsync"/> gave, and nothing else.</summary>
    public static Task<bool> RemoveAsync(AzureSide azure, ArmResourceId registration, string objectId, CancellationToken cancellation) =>
        azure.Arm.Authorization.DeleteAssignmentAsync(
            $"{registration}/providers/Microsoft.Authorization/roleAssignments/{NameOf(registration, objectId)}", cancellation);

    /// <summary>The same registration and principal give the same name, so that a repeated or resumed run makes one assignment.</summary>
    private static Guid NameOf(ArmResourceId registration, string objectId) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{registration}|{objectId}".ToLowerInvariant())).AsSpan(0, 16));

    private static bool IsTheRole(RoleAssignment one) =>
        one.Properties.RoleDefinitionId.EndsWith('/' + WellKnown.RegistrationOwnerRoleId, StringComparison.OrdinalIgnoreCase);

    private static bool Reaches(RoleAssignment one, ArmResourceId registration) =>
        one.Properties.Scope is not { } scope || registration.ToString().StartsWith(scope.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
