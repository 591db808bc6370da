using System.Text;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// Takes what resource providers report. Records, the sums of their days and the batch that sends them are written together or not at all.
/// </summary>
internal sealed class UsageIntake(
    SqlDatabase database, StampAccess access, ActivationStore activations, UsageOutbox outbox, UsageSignal signal, TimeProvider clock)
{
    /// <summary>The most reports taken at once.</summary>
    public const int MostReports = 50_000;

    // Well below the longest line of a batch, whatever the letters are.
    private const int MostBytesOfJson = 96 * 1024;

    /// <summary>Takes reports; what is refused is named, and the rest is kept.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="reports">What is reported, at most <see cref="MostReports"/>.</param>
    /// <param name="cancellationToken">Gives it up as a whole.</param>
    public async Task<UsageIntakeResult> ReportAsync(StampCaller caller, IReadOnlyCollection<UsageReport> reports, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReportUsage, cancellationToken: cancellationToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reports.Count, MostReports);
        var now = clock.GetUtcNow();
        var (accepted, repeated, refused) = (0, 0, new List<UsageRefusal>());
        await database.TransactAsync(
            async (connection, transaction) =>
            {
                using var writer = new UsageRecordWriter(connection, transaction, now);
                foreach (var report in reports)
                {
                    try
                    {
                        if (await writer.WriteAsync(ToRecord(report, report.ReportedAt ?? now)))
                            accepted++;
                        else
                            repeated++;
                    }
                    catch (UsageRefusedException refusal)
                    {
                        var id = UsageRecordId.Of(report.ResourceUri, report.MeterId, UsageRecordId.HourStart(report.Hour), report.Revision);
                        refused.Add(new UsageRefusal(id.ToString(), refusal.Code, refusal.Message));
                    }
                }

                if (accepted > 0 && await activations.FindAsync(connection, transaction) is { } activation && UsageReporting.IsSent(activation, now))
                    await outbox.SealNextAsync(connection, transaction, activation);
            },
            cancellationToken);
        if (accepted > 0)
            signal.RecordsCame();
        return new UsageIntakeResult(accepted, repeated, refused);
    }

    private static UsageRecord ToRecord(UsageReport report, DateTimeOffset reportedAt)
    {
        if (Encoding.UTF8.GetByteCount(report.Tags ?? "") + Encoding.UTF8.GetByteCount(report.AdditionalInfo ?? "") > MostBytesOfJson)
            throw new UsageRefusedException(UsageRefusalCode.InvalidRecord, $"Tags and additional information are longer than {MostBytesOfJson / 1024} KiB.");
        try
        {
            // In the published spelling, so that one meter has one name in every answer.
            return UsageRecord.Create(
                report.ResourceUri, UsageMeters.SpellingOf(UsageMeters.KeyOf(report.MeterId)), UsageRecordId.HourStart(report.Hour), report.Quantity, report.SubscriptionId, report.TenantId,
                report.Location, reportedAt, report.Revision, report.Tags, report.AdditionalInfo);
        }
        catch (CataloguedException invalid) when (invalid.Entry == ErrorCatalogue.UsageRecordInvalid)
        {
            throw new UsageRefusedException(UsageRefusalCode.InvalidRecord, invalid.Detail);
        }
    }
}
