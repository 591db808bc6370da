using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// The numbers of the texts of one stamp's records, as far as this process has met them. A number is given once and never changed, and a hash chain in the stamp's row
/// goes over all of them in their order: while the chain is the one that is remembered, so are the numbers, whichever replica gave them, and also after the
/// database was brought back to an earlier state. Used by one transaction at a time, which holds the stamp's row.
/// </summary>
internal sealed class UsageSources
{
    private readonly Dictionary<(string Resource, string Meter), long> _sources = [];
    private readonly Dictionary<UsageDetails, long> _details = [];
    private long _chain;

    /// <summary>About how many characters it holds.</summary>
    public int Length { get; private set; }

    /// <summary>The numbers of rows; gives them where they have none.</summary>
    /// <param name="tables">The store.</param>
    /// <param name="transaction">The one transaction.</param>
    /// <param name="stamp">The stamp, its row locked.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mayAdd">False where a source that is not known stays so.</param>
    /// <returns>The rows in the order of their keys, and the stamp with what it has now.</returns>
    public async Task<(List<UsageEntry> Entries, UsageStamp Stamp)> PlaceAsync(
        UsageTables tables, DbTransaction transaction, UsageStamp stamp, IReadOnlyList<UsageRow> rows, bool mayAdd)
    {
        if (_chain != stamp.Chain)
            Clear();
        _chain = stamp.Chain;
        var missing = Missing(rows);
        if (missing.Sources.Count + missing.Details.Count > 0)
            stamp = await LearnAsync(tables, transaction, stamp, missing, mayAdd);
        var entries = new List<UsageEntry>(rows.Count);
        foreach (var row in rows)
            entries.Add(new UsageEntry(row, _sources.GetValueOrDefault(NameOf(row)), _details.GetValueOrDefault(UsageDetails.Of(row))));
        // One order for all, that of the table.
        entries.Sort();
        return (entries, stamp);
    }

    /// <summary>128 bits of a SHA-256.</summary>
    public static UInt128 KeyOf(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static UInt128 KeyOf(string resource, string meterKey) => KeyOf($"azsreg usage source 1\n{resource.ToLowerInvariant()}\n{meterKey}");

    private static (string Resource, string Meter) NameOf(UsageRow row) => (row.Record.ResourceUri, row.Record.MeterId);

    private Unknown Missing(IReadOnlyList<UsageRow> rows)
    {
        var missing = new Unknown([], []);
        foreach (var row in rows)
        {
            if (!_sources.ContainsKey(NameOf(row)))
                missing.Sources.TryAdd(NameOf(row), row.MeterKey);
            var details = UsageDetails.Of(row);
            if (!_details.ContainsKey(details))
                missing.Details.Add(details);
        }

        return missing;
    }

    private async Task<UsageStamp> LearnAsync(UsageTables tables, DbTransaction transaction, UsageStamp stamp, Unknown missing, bool mayAdd)
    {
        await CompleteKeysAsync(transaction, stamp.Number);
        // Names that differ in letter case only are one source.
        var sources = missing.Sources.Select(one => (Name: one.Key, MeterKey: one.Value, Key: KeyOf(one.Key.Resource, one.Value))).ToArray();
        var details = missing.Details.Select(one => (Details: one, Key: one.Key())).ToArray();
        var sourceNumbers = await tables.SourceNumbersAsync(transaction, stamp.Number, [.. sources.Select(one => one.Key).Distinct()]);
        var detailNumbers = await tables.DetailNumbersAsync(transaction, stamp.Number, [.. details.Select(one => one.Key)]);
        if (mayAdd)
        {
            var newSources = sources.Where(one => !sourceNumbers.ContainsKey(one.Key)).DistinctBy(one => one.Key)
                .Select((one, i) => new NewUsageSource(stamp.Sources + i + 1, one.Key, one.Name.Resource, one.MeterKey)).ToArray();
            var newDetails = details.Where(one => !detailNumbers.ContainsKey(one.Key))
                .Select((one, i) => new NewUsageDetails(stamp.Details + i + 1, one.Key, one.Details)).ToArray();
            if (newSources.Length + newDetails.Length > 0)
                stamp = await AddAsync(tables, transaction, stamp, newSources, newDetails);
            foreach (var one in newSources)
                sourceNumbers.Add(one.Key, one.Number);
            foreach (var one in newDetails)
                detailNumbers.Add(one.Key, one.Number);
        }

        foreach (var (name, _, key) in sources)
        {
            if (sourceNumbers.TryGetValue(key, out var number) && _sources.TryAdd(name, number))
                Length += 200 + name.Resource.Length;
        }

        foreach (var (one, key) in details)
        {
            if (detailNumbers.TryGetValue(key, out var number) && _details.TryAdd(one, number))
                Length += one.Length;
        }

        return stamp;
    }

    private async Task<UsageStamp> AddAsync(
        UsageTables tables, DbTransaction transaction, UsageStamp stamp, NewUsageSource[] sources, NewUsageDetails[] details)
    {
        if (sources.Length > 0)
            await tables.AddSourcesAsync(transaction, stamp.Number, sources);
        if (details.Length > 0)
            await tables.AddDetailsAsync(transaction, stamp.Number, details);
        // A subscription is in the details before it is in a roll-up.
        foreach (var account in details.Select(one => one.Details.SubscriptionId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await transaction.Connection!.ExecuteAsync(
                "insert into usage_accounts (subscription_key, stamp) values (@account, @stamp) on conflict do nothing", new { account, stamp = stamp.Number }, transaction);
        }

        var now = stamp with
        {
            Sources = stamp.Sources + sources.Length,
            Details = stamp.Details + details.Length,
            Chain = Link(stamp.Chain, sources.Select(one => one.Key).Concat(details.Select(one => one.Key))),
        };
        await transaction.Connection!.ExecuteAsync("update usage_stamps set sources = @Sources, details = @Details, chain = @Chain where stamp = @Number", now, transaction);
        _chain = now.Chain;
        return now;
    }

    private static long Link(long chain, IEnumerable<UInt128> keys)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, chain);
        hash.AppendData(bytes[..sizeof(long)]);
        foreach (var key in keys)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
            hash.AppendData(bytes[..16]);
        }

        hash.GetHashAndReset(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>Gives those sources their keys that a script made of the records of an earlier version.</summary>
    private static async Task CompleteKeysAsync(DbTransaction transaction, long stamp)
    {
        var rows = await transaction.Connection!.QueryAsync<(long Source, string Resource, string MeterKey)>(
            "select source, resource, meter_key from usage_sources where stamp = @stamp and key_high is null order by source", new { stamp }, transaction);
        foreach (var (source, resource, meterKey) in rows)
        {
            var (high, low) = UsageRow.Halves(KeyOf(resource, meterKey));
            // SQL's lower case knows ASCII only: of two that are one beyond it, the first goes on.
            await transaction.Connection!.ExecuteAsync(
                """
                update usage_sources set key_high = @high, key_low = @low where stamp = @stamp and source = @source
                  and not exists (select 1 from usage_sources as other where other.stamp = @stamp and other.key_high = @high and other.key_low = @low)
                """,
                new { stamp, source, high, low },
                transaction);
        }
    }

    private void Clear()
    {
        _sources.Clear();
        _details.Clear();
        Length = 0;
    }

    private sealed record Unknown(Dictionary<(string Resource, string Meter), string> Sources, HashSet<UsageDetails> Details);
}
