using Azsreg.AzureClient.Arm;

namespace Azsreg.AzureClient;

/// <summary>Roles, who has them, and what the caller may do (Microsoft.Authorization 2022-04-01). A scope is an ARM id.</summary>
public sealed class AuthorizationOperations
{
    private const string ApiVersion = "2022-04-01";
    private readonly ArmClient _arm;

    internal AuthorizationOperations(ArmClient arm) => _arm = arm;

    /// <summary>The roles a principal has at a scope, above it and below it.</summary>
    public IAsyncEnumerable<RoleAssignment> ListAssignmentsAsync(string scope, string principalId, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(
            new ArmRequest(HttpMethod.Get, $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments", ApiVersion)
            {
                Query = [new("$filter", $"principalId eq '{Quoted(principalId)}'")],
            },
            AzureJson.Default.ArmPageRoleAssignment, cancellationToken);

    /// <summary>Gives a role.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="name">The GUID of the assignment; the same again is the same assignment.</param>
    /// <param name="properties">Who and what.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Protocol.ArmException">409 <c>RoleAssignmentExists</c> where it is given already under another GUID.</exception>
    public Task<ArmResponse<RoleAssignment>> PutAssignmentAsync(string scope, Guid name, RoleAssignmentProperties properties, CancellationToken cancellationToken = default) =>
        _arm.PutAsync($"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{name}", ApiVersion, new RoleAssignment(null, null, properties),
            AzureJson.Default.RoleAssignment, AzureJson.Default.RoleAssignment, cancellationToken);

    /// <summary>Takes a role away.</summary>
    /// <param name="assignmentId">The ARM id of the assignment.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there was none.</returns>
    public Task<bool> DeleteAssignmentAsync(string assignmentId, CancellationToken cancellationToken = default) =>
        _arm.DeleteAsync(assignmentId, ApiVersion, cancellationToken);

    /// <summary>The role of a name at a scope; null where there is none.</summary>
    public async Task<RoleDefinition?> FindRoleAsync(string scope, string roleName, CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Get, $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleDefinitions", ApiVersion)
        {
            Query = [new("$filter", $"roleName eq '{Quoted(roleName)}'")],
        };
        await foreach (var role in _arm.ListAsync(request, AzureJson.Default.ArmPageRoleDefinition, cancellationToken))
        {
            if (string.Equals(role.Properties.RoleName, roleName, StringComparison.OrdinalIgnoreCase))
                return role;
        }

        return null;
    }

    /// <summary>The role of an ARM id; null where there is none.</summary>
    public Task<RoleDefinition?> TryGetRoleAsync(string roleDefinitionId, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(roleDefinitionId, ApiVersion, AzureJson.Default.RoleDefinition, cancellationToken);

    /// <summary>What the caller may do at a scope, all roles and groups counted.</summary>
    public async Task<IReadOnlyList<PermissionSet>> ListPermissionsAsync(string scope, CancellationToken cancellationToken = default)
    {
        var sets = new List<PermissionSet>();
        var pages = _arm.ListAsync($"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/permissions", ApiVersion, AzureJson.Default.ArmPagePermissionSet, cancellationToken);
        await foreach (var set in pages)
            sets.Add(set);
        return sets;
    }

    // OData doubles a quote within a quoted text.
    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
