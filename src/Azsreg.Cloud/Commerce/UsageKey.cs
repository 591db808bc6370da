namespace Azsreg.Cloud.Commerce;

/// <summary>A record's identity within its stamp, as the store keeps it: it says the same as the record's id, in the order of the table.</summary>
/// <param name="Hour">The hour of use, since 1970.</param>
/// <param name="Source">Its resource and meter.</param>
/// <param name="Revision">0, or the number of the correction.</param>
internal readonly record struct UsageKey(int Hour, long Source, int Revision) : IComparable<UsageKey>
{
    public int CompareTo(UsageKey other) =>
        Hour != other.Hour ? Hour.CompareTo(other.Hour) : Source != other.Source ? Source.CompareTo(other.Source) : Revision.CompareTo(other.Revision);
}
