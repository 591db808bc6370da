using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>The one sample workload of a stamp, and the subscriptions it is seen by.</summary>
internal sealed class SampleWorkloadStore(SqlDatabase database)
{
    public async Task<SampleWorkloadState?> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(
            """
            select seed as Seed, tenants as Tenants, first_hour as FirstHour, done_through as DoneThrough, is_running as IsRunning,
                started_at as StartedAt, stopped_at as StoppedAt
            from sample_workload
            """);
        return row is null ? null : new SampleWorkloadState(
            (int)row.Seed, (int)row.Tenants, (int)row.FirstHour, (int)row.DoneThrough, row.IsRunning != 0, Timestamp.Parse(row.StartedAt),
            row.StoppedAt is { } at ? Timestamp.Parse(at) : null);
    }

    public Task PutAsync(SampleWorkloadState state, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into sample_workload (singleton, seed, tenants, first_hour, done_through, is_running, started_at, stopped_at)
                values (1, @Seed, @Tenants, @FirstHour, @DoneThrough, @IsRunning, @StartedAt, @StoppedAt)
                on conflict (singleton) do update set seed = excluded.seed, tenants = excluded.tenants, first_hour = excluded.first_hour,
                    done_through = excluded.done_through, is_running = excluded.is_running, started_at = excluded.started_at, stopped_at = excluded.stopped_at
                """,
                new
                {
                    state.Seed,
                    state.Tenants,
                    state.FirstHour,
                    state.DoneThrough,
                    IsRunning = state.IsRunning ? 1L : 0L,
                    StartedAt = Timestamp.Format(state.StartedAt),
                    StoppedAt = state.StoppedAt is { } at ? Timestamp.Format(at) : null,
                },
                transaction),
            cancellationToken);

    /// <summary>Notes that an hour is reported, unless the workload was started anew in between.</summary>
    public Task AdvanceAsync(SampleWorkloadState state, int through, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "update sample_workload set done_through = @through where done_through = @DoneThrough and seed = @Seed and tenants = @Tenants",
                new { through, state.DoneThrough, state.Seed, state.Tenants },
                transaction),
            cancellationToken);

    /// <summary>Enters subscriptions; one that is over by an hour is deleted.</summary>
    public Task EnterAsync(IEnumerable<SampleSubscription> subscriptions, int firstHour, int now, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into tenant_subscriptions (subscription_id, tenant_id, display_name, is_sample, created_at, deleted_at)
                values (@Id, @Tenant, @DisplayName, 1, @Created, @Deleted)
                on conflict (subscription_id) do update set deleted_at = excluded.deleted_at, display_name = excluded.display_name, is_sample = 1
                """,
                subscriptions.Select(one => new
                {
                    Id = one.SubscriptionId.ToString(),
                    Tenant = one.Tenant.TenantId.ToString(),
                    one.DisplayName,
                    Created = Hour(Math.Max(one.CreatedHour, firstHour)),
                    Deleted = one.DeletedHour <= now ? Hour(one.DeletedHour) : null,
                }),
                transaction),
            cancellationToken);

    private static string Hour(int hour) => Timestamp.Format(UsageRecordId.HourStart(hour));

    private sealed class Row
    {
        public required long Seed { get; init; }
        public required long Tenants { get; init; }
        public required long FirstHour { get; init; }
        public required long DoneThrough { get; init; }
        public required long IsRunning { get; init; }
        public required string StartedAt { get; init; }
        public string? StoppedAt { get; init; }
    }
}
