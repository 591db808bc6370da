using Azsreg.Cloud.Resources;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>Who has which role where. Reads come from memory.</summary>
public sealed class RoleAssignmentStore : IDisposable
{
    /// <summary>What its changes are counted under.</summary>
    internal const string SnapshotName = "role-assignments";

    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;
    private readonly Snapshot<RoleAssignment[]> _all;

    internal RoleAssignmentStore(SqlDatabase database, SnapshotVersions versions, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _all = new Snapshot<RoleAssignment[]>(versions, LoadAsync, SnapshotName);
    }

    /// <summary>All assignments, by scope.</summary>
    public async ValueTask<IReadOnlyList<RoleAssignment>> ListAsync(CancellationToken cancellationToken = default) =>
        await _all.GetAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Gives a role to a principal, unless it has it there already.</summary>
    /// <param name="tenantId">The principal's directory, which is the scope's subscription's too.</param>
    /// <param name="scope">Such as <c>/subscriptions/{id}</c>.</param>
    /// <param name="role">What to give.</param>
    /// <param name="principalId">Who gets it.</param>
    /// <param name="principalType"><c>User</c> or <c>ServicePrincipal</c>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task GrantAsync(
        string tenantId, string scope, RoleDefinition role, string principalId, string principalType = "User",
        CancellationToken cancellationToken = default)
    {
        var now = _clock.GetUtcNow();
        await AddAsync(
            new RoleAssignment(Guid.CreateVersion7(now).ToString(), tenantId, scope, role.Id, principalId, principalType, null, now),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an assignment; false where the principal has that role there already, or the name is taken at that scope.</summary>
    public async Task<bool> AddAsync(RoleAssignment one, CancellationToken cancellationToken = default)
    {
        var added = await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into role_assignments (scope_key, name, scope, tenant_id, role_definition_id, principal_id, principal_type, description,
                                              created_at, created_by)
                values (@scopeKey, @name, @scope, @tenantId, @roleDefinitionId, @principalId, @principalType, @description, @createdAt, @createdBy)
                on conflict do nothing
                """,
                new
                {
                    scopeKey = ScopePath.Key(one.Scope), name = one.Name.ToLowerInvariant(), scope = one.Scope, tenantId = one.TenantId.ToLowerInvariant(),
                    roleDefinitionId = one.RoleDefinitionId.ToLowerInvariant(), principalId = one.PrincipalId.ToLowerInvariant(),
                    principalType = one.PrincipalType, description = one.Description, createdAt = one.CreatedOn.ToUnixTimeMilliseconds(),
                    createdBy = one.CreatedBy,
                },
                transaction),
            cancellationToken).ConfigureAwait(false);
        return added > 0;
    }

    /// <summary>Removes an assignment; false where there was none.</summary>
    public async Task<bool> RemoveAsync(string scope, string name, CancellationToken cancellationToken = default)
    {
        var removed = await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                "delete from role_assignments where scope_key = @scopeKey and name = @name",
                new { scopeKey = ScopePath.Key(scope), name = name.ToLowerInvariant() },
                transaction),
            cancellationToken).ConfigureAwait(false);
        return removed > 0;
    }

    internal async Task ForgetAsync(string scope, CancellationToken cancellationToken)
    {
        foreach (var one in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ScopePath.IsAtOrBelow(one.Scope, scope))
                await RemoveAsync(one.Scope, one.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _all.Dispose();

    private async Task<RoleAssignment[]> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select name as "Name", tenant_id as "TenantId", scope as "Scope", role_definition_id as "RoleDefinitionId",
                       principal_id as "PrincipalId", principal_type as "PrincipalType", description as "Description",
                       created_at as "CreatedAt", created_by as "CreatedBy"
                from role_assignments order by scope_key, name
                """).ConfigureAwait(false);
            return
            [
                .. rows.Select(row => new RoleAssignment(
                    row.Name, row.TenantId, row.Scope, row.RoleDefinitionId, row.PrincipalId, row.PrincipalType, row.Description,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), row.CreatedBy)),
            ];
        }
    }

    private sealed record Row
    {
        public required string Name { get; init; }
        public required string TenantId { get; init; }
        public required string Scope { get; init; }
        public required string RoleDefinitionId { get; init; }
        public required string PrincipalId { get; init; }
        public required string PrincipalType { get; init; }
        public string? Description { get; init; }
        public required long CreatedAt { get; init; }
        public required string CreatedBy { get; init; }
    }
}
