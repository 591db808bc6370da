using Azsreg.AzureClient.Arm;

namespace Azsreg.AzureClient;

/// <summary>Management locks (Microsoft.Authorization/locks 2016-09-01). A scope is the ARM id of a subscription, group or resource.</summary>
public sealed class LockOperations
{
    private const string ApiVersion = "2016-09-01";
    private readonly ArmClient _arm;

    internal LockOperations(ArmClient arm) => _arm = arm;

    /// <summary>A lock; null where there is none.</summary>
    public Task<ManagementLock?> TryGetAsync(string scope, string name, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(PathOf(scope, name), ApiVersion, AzureJson.Default.ManagementLock, cancellationToken);

    /// <summary>The locks at a scope, above it and below it.</summary>
    public IAsyncEnumerable<ManagementLock> ListAsync(string scope, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/locks", ApiVersion, AzureJson.Default.ArmPageManagementLock, cancellationToken);

    /// <summary>Sets a lock.</summary>
    /// <returns>Status 201 where it was made.</returns>
    public Task<ArmResponse<ManagementLock>> PutAsync(string scope, string name, string level, string? notes, CancellationToken cancellationToken = default) =>
        _arm.PutAsync(PathOf(scope, name), ApiVersion, new ManagementLock(null, null, new(level, notes)),
            AzureJson.Default.ManagementLock, AzureJson.Default.ManagementLock, cancellationToken);

    /// <summary>Lifts a lock.</summary>
    /// <returns>False where there was none.</returns>
    public Task<bool> DeleteAsync(string scope, string name, CancellationToken cancellationToken = default) =>
        _arm.DeleteAsync(PathOf(scope, name), ApiVersion, cancellationToken);

    private static string PathOf(string scope, string name) =>
        $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/locks/{Uri.EscapeDataString(name)}";
}
