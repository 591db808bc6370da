using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Alerts;

/// <summary>Alerts, active and past. For each kind of fault at most one is active.</summary>
internal sealed class AlertStore(SqlDatabase database, TimeProvider clock)
{
    /// <summary>Closed alerts are kept for this many days, counted from their closing.</summary>
    private const int DaysKept = 90;

    private const string Columns =
        """
        id as Id, fault_type_id as FaultTypeId, title as Title, severity as Severity, state as State, description as Description,
        remediation as Remediation, properties as Properties, created_at as CreatedAt, updated_at as UpdatedAt, closed_at as ClosedAt,
        closed_by as ClosedBy
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Newest first; <paramref name="state"/> null lists all.</summary>
    public async Task<IReadOnlyList<StampAlert>> ListAsync(string? state, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            $"select {Columns} from alerts where @state is null or state = @state order by created_at desc, id desc", new { state });
        return [.. rows.Select(row => row.ToAlert())];
    }

    public async Task<StampAlert?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryFirstOrDefaultAsync<Row>($"select {Columns} from alerts where id = @id", new { id = id.ToString() }))?.ToAlert();
    }

    public Task CloseAsync(DbConnection connection, DbTransaction transaction, Guid id, string closedBy) =>
        connection.ExecuteAsync(
            "update alerts set state = 'Closed', closed_at = @now, updated_at = @now, closed_by = @closedBy where id = @id and state = 'Active'",
            new { id = id.ToString(), now = Timestamp.Format(clock.GetUtcNow()), closedBy },
            transaction);

    /// <summary>Raises what is wrong and has no alert, closes what is right again, and leaves the rest alone.</summary>
    public async Task ReconcileAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<AlertCondition> conditions)
    {
        var now = clock.GetUtcNow();
        var active = (await connection.QueryAsync<Row>($"select {Columns} from alerts where state = 'Active'", transaction: transaction)).ToList();
        foreach (var over in active.Where(alert => !conditions.Any(condition => condition.FaultTypeId == alert.FaultTypeId)))
            await CloseAsync(connection, transaction, Guid.Parse(over.Id), "");
        foreach (var condition in conditions)
        {
            var description = JsonSerializer.Serialize(condition.Description, Json);
            var known = active.FirstOrDefault(alert => alert.FaultTypeId == condition.FaultTypeId);
            if (known is null)
                await RaiseAsync(connection, transaction, condition, now);
            else if (known.Description != description)
                await connection.ExecuteAsync(
                    "update alerts set description = @description, properties = @properties, updated_at = @at where id = @id",
                    new { id = known.Id, description, properties = JsonSerializer.Serialize(condition.Properties, Json), at = Timestamp.Format(now) },
                    transaction);
        }

        await connection.ExecuteAsync(
            "delete from alerts where state = 'Closed' and closed_at < @before",
            new { before = Timestamp.Format(now.AddDays(-DaysKept)) },
            transaction);
    }

    private static Task<int> RaiseAsync(DbConnection connection, DbTransaction transaction, AlertCondition condition, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            insert into alerts (id, fault_type_id, title, severity, state, description, remediation, properties, created_at, updated_at)
            values (@Id, @FaultTypeId, @Title, @Severity, 'Active', @Description, @Remediation, @Properties, @At, @At)
            """,
            new
            {
                Id = Guid.CreateVersion7(now).ToString(),
                condition.FaultTypeId,
                condition.Title,
                AlertCondition.Severity,
                Description = JsonSerializer.Serialize(condition.Description, Json),
                Remediation = JsonSerializer.Serialize(condition.Remediation, Json),
                Properties = JsonSerializer.Serialize(condition.Properties, Json),
                At = Timestamp.Format(now),
            },
            transaction);

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string FaultTypeId { get; init; }
        public required string Title { get; init; }
        public required string Severity { get; init; }
        public required string State { get; init; }
        public required string Description { get; init; }
        public required string Remediation { get; init; }
        public required string Properties { get; init; }
        public required string CreatedAt { get; init; }
        public required string UpdatedAt { get; init; }
        public string? ClosedAt { get; init; }
        public string? ClosedBy { get; init; }

        public StampAlert ToAlert() => new(
            Guid.Parse(Id),
            FaultTypeId,
            Title,
            Severity,
            State,
            JsonSerializer.Deserialize<AlertText[]>(Description, Json)!,
            JsonSerializer.Deserialize<AlertText[]>(Remediation, Json)!,
            JsonSerializer.Deserialize<Dictionary<string, string>>(Properties, Json)!,
            CreatedAt,
            UpdatedAt,
            ClosedAt,
            ClosedBy);
    }
}
