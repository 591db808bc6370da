using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Access;

/// <summary>Who did, or tried, what. Rows are only ever added; details hold ids and names, never a secret.</summary>
internal sealed class AuditLog(SqlDatabase database, TimeProvider clock)
{
    private const int DaysKept = 400;

    /// <summary>Lets go of what is older than a year and a month.</summary>
    public Task PruneAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "delete from audit where at < @before", new { before = Timestamp.Format(clock.GetUtcNow().AddDays(-DaysKept)) }, transaction),
            cancellationToken);

    /// <summary>Writes in the transaction of the deed, so that neither stands without the other.</summary>
    public Task WriteAsync(
        DbConnection connection, DbTransaction transaction, StampCaller caller, string action, string target, string outcome, string detail = "")
    {
        var now = clock.GetUtcNow();
        return connection.ExecuteAsync(
            """
            insert into audit (id, at, caller, channel, action, target, outcome, detail)
            values (@Id, @At, @Caller, @Channel, @Action, @Target, @Outcome, @Detail)
            """,
            new
            {
                Id = Guid.CreateVersion7(now).ToString(),
                At = Timestamp.Format(now),
                Caller = caller.Name,
                Channel = caller.Kind.ToString(),
                Action = action,
                Target = target,
                Outcome = outcome,
                Detail = detail.Length > 2000 ? detail[..2000] : detail,
            },
            transaction);
    }

    /// <summary>Writes what changed nothing: a refusal, a sign-in, a failed command.</summary>
    public Task WriteAsync(StampCaller caller, string action, string target, string outcome, string detail = "", CancellationToken cancellationToken = default) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                await WriteAsync(connection, transaction, caller, action, target, outcome, detail);
                return true;
            },
            cancellationToken);
}
