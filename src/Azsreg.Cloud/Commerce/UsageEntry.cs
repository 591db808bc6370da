namespace Azsreg.Cloud.Commerce;

/// <summary>A record with the numbers of its texts, as it lies in the store.</summary>
/// <param name="Row">The record.</param>
/// <param name="Source">The number of its resource and meter; 0 where the stamp never reported of them.</param>
/// <param name="Details">The number of all else.</param>
internal readonly record struct UsageEntry(UsageRow Row, long Source, long Details) : IComparable<UsageEntry>
{
    public UsageKey Key => new(Row.Record.Id.Hour, Source, Row.Record.Revision);

    public int CompareTo(UsageEntry other) => Key.CompareTo(other.Key);
}
