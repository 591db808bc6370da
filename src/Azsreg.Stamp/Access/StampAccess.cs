using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Access;

/// <summary>
/// The rights on a stamp. The stamp itself may do everything, the cloud administrator what the privileged endpoint offers, a user what the
/// roles on the Default Provider Subscription allow.
/// </summary>
internal sealed class StampAccess(SqlDatabase database, StampFacts facts, AuditLog audit, TimeProvider clock)
{
    private static readonly string[] PrivilegedEndpointActions =
    [
        StampActions.ReadStamp, StampActions.WriteActivation, StampActions.DeleteActivation, StampActions.ReadActivation,
        StampActions.MakeToken, StampActions.ConfigureBridge, StampActions.RotateKeyPair, StampActions.ReadActions,
        StampActions.ReadLogs, StampActions.CloseEndpoint, StampActions.RunTests,
    ];

    /// <summary>Scope of every right a user can have on a stamp.</summary>
    public string Scope => $"/subscriptions/{facts.ProviderSubscriptionId}";

    /// <exception cref="ArmException">403 <c>AuthorizationFailed</c>: the caller may not; the refusal is in the audit.</exception>
    public async Task DemandAsync(StampCaller caller, string action, string? target = null, CancellationToken cancellationToken = default)
    {
        if (await MayAsync(caller, action, cancellationToken))
            return;
        await audit.WriteAsync(caller, action, target ?? Scope, "Refused", cancellationToken: cancellationToken);
        throw new ArmException(
            403,
            "AuthorizationFailed",
            $"The client '{caller.Name}' with object id '{caller.Id}' does not have authorization to perform action '{action}' over scope " +
            $"'{target ?? Scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");
    }

    public async Task<bool> MayAsync(StampCaller caller, string action, CancellationToken cancellationToken) => caller.Kind switch
    {
        CallerKind.Stamp => true,
        CallerKind.CloudAdministrator => PrivilegedEndpointActions.Contains(action, StringComparer.OrdinalIgnoreCase),
        CallerKind.User => (await RolesAsync(caller.Id, cancellationToken)).Any(role => Allows(role, action)),
        _ => false,
    };

    public async Task<IReadOnlyList<StampRoleName>> RolesAsync(string principalId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var roles = await connection.QueryAsync<string>("select role from role_assignments where principal_id = @principalId", new { principalId });
        return [.. roles.Select(Enum.Parse<StampRoleName>)];
    }

    public Task GrantAsync(string principalId, StampRoleName role, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into role_assignments (principal_id, role, created_at) values (@principalId, @role, @at)
                on conflict (principal_id, role) do nothing
                """,
                new { principalId, role = role.ToString(), at = Timestamp.Format(clock.GetUtcNow()) },
                transaction),
            cancellationToken);

    private static bool Allows(StampRoleName role, string action) => role switch
    {
        StampRoleName.Owner => true,
        StampRoleName.Contributor => !action.StartsWith("Microsoft.Authorization/", StringComparison.OrdinalIgnoreCase)
            || action.EndsWith("/read", StringComparison.OrdinalIgnoreCase),
        StampRoleName.Reader => action.EndsWith("/read", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
