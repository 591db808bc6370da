using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>What becomes of each record of a batch, before the store is asked.</summary>
internal sealed class UsageJudgement
{
    private const string ConflictMessage = "A record of this id with another content was counted before; an amount that comes late is a new revision.";

    private readonly Dictionary<UsageRecordId, UInt128> _seen = [];
    private readonly List<UsageRefusal> _refused;

    /// <summary>Judges the records of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="periods">The stamp's registrations over time.</param>
    /// <param name="customers">The customer subscriptions of its tenants over time.</param>
    /// <param name="oldest">The first hour that is kept.</param>
    /// <param name="newest">The last hour that is taken.</param>
    public UsageJudgement(
        UsageBatch batch, IReadOnlyList<RegistrationPeriod> periods, CustomerPeriods customers, int oldest, int newest)
    {
        _refused = [.. batch.Refused];
        var toStore = new List<UsageRow>(batch.Records.Count);
        var late = new List<UsageRow>();
        var meters = new Dictionary<string, string>();
        foreach (var record in batch.Records)
        {
            var hash = record.ContentHash();
            if (!_seen.TryAdd(record.Id, hash))
            {
                Repeat(record.Id, _seen[record.Id] == hash);
                continue;
            }

            var period = RegistrationPeriods.Of(periods, record.UsageHour);
            if (period.BillingModel == nameof(BillingModel.Capacity))
            {
                NotReported++;
                continue;
            }

            if (!meters.TryGetValue(record.MeterId, out var meterKey))
                meters.Add(record.MeterId, meterKey = UsageMeters.KeyOf(record.MeterId));
            var payer = customers.Find(period.ResourceKey, record.TenantId, record.UsageHour) ?? period.SubscriptionId;
            var row = new UsageRow(record, hash, meterKey, payer, period.BillingModel);
            (record.Id.Hour < oldest || record.Id.Hour > newest ? late : toStore).Add(row);
        }

        ToStore = toStore;
        OutOfTime = late;
        Oldest = oldest;
    }

    /// <summary>Records to put in.</summary>
    public IReadOnlyList<UsageRow> ToStore { get; }

    /// <summary>Records of a time that is not taken: a repeat where they are there, refused where not.</summary>
    public IReadOnlyList<UsageRow> OutOfTime { get; }

    /// <summary>Records of a time whose billing model reports nothing.</summary>
    public int NotReported { get; }

    /// <summary>Records that were counted before, or stand twice in the batch.</summary>
    public int Repeated { get; private set; }

    /// <summary>The refusals so far.</summary>
    public IReadOnlyList<UsageRefusal> Refused => _refused;

    private int Oldest { get; }

    /// <summary>A record is there already, with the same content or with another.</summary>
    public void Repeat(UsageRecordId id, bool same)
    {
        if (same)
            Repeated++;
        else
            Refuse(id, UsageRefusalCode.ContentConflict, ConflictMessage);
    }

    /// <summary>A record of a time that is not taken is not there either.</summary>
    public void RefuseOutOfTime(UsageRecordId id)
    {
        if (id.Hour < Oldest)
            Refuse(id, UsageRefusalCode.UsageTooOld, $"Usage is kept from {UsageRecordId.HourStart(Oldest):yyyy-MM} on.");
        else
            Refuse(id, UsageRefusalCode.UsageInFuture, "Its hour is further ahead of commerce's clock than a wrong clock explains.");
    }

    /// <summary>A total would be beyond the range.</summary>
    public void RefuseTooMuch(UsageRecordId id) =>
        Refuse(id, UsageRefusalCode.QuantityOverflow, "With it the total of its subscription and meter would be beyond the range.");

    private void Refuse(UsageRecordId id, string code, string message) => _refused.Add(new UsageRefusal(id.ToString(), code, message));
}
