using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>
/// The identity of a usage record within its stamp: <c>yyyyMMddHH-</c>, the hour of its usage in UTC, and 32 hex digits. The digits are the first
/// 128 bits of the SHA-256 of the UTF-8 text <c>azsreg usage id 1</c>, resource URI, meter key, <c>yyyyMMddHH</c> and revision, a line feed between
/// two of them; the URI in lower case (invariant), the meter as <see cref="UsageMeters.KeyOf"/> gives it, the revision in decimal. The hour in front keeps ids in the order of time, so that an index grows at its end.
/// </summary>
/// <param name="Hour">Whole hours since 1970-01-01T00:00Z.</param>
/// <param name="Hash">The 128 bits.</param>
[JsonConverter(typeof(JsonText))]
public readonly record struct UsageRecordId(int Hour, UInt128 Hash) : IComparable<UsageRecordId>
{
    /// <summary>The length of the text.</summary>
    public const int Length = 43;

    private const int HourLength = 10;
    private static readonly long Ticks1970 = DateTime.UnixEpoch.Ticks;

    /// <summary>The start of the hour, UTC.</summary>
    public DateTimeOffset UsageHour => HourStart(Hour);

    /// <summary>The id of a record.</summary>
    public static UsageRecordId Of(string resourceUri, string meterId, DateTimeOffset usageHour, int revision)
    {
        ArgumentNullException.ThrowIfNull(resourceUri);
        ArgumentNullException.ThrowIfNull(meterId);
        var hour = HourOf(usageHour);
        using var text = new CanonicalText("azsreg usage id 1", 64 + (3 * (resourceUri.Length + meterId.Length)));
        text.AddLower(resourceUri);
        text.AddLower(UsageMeters.KeyOf(meterId));
        text.AddHour(hour);
        text.Add(revision);
        return new UsageRecordId(hour, text.Hash());
    }

    /// <summary>Hours since 1970 of a time, rounded down.</summary>
    public static int HourOf(DateTimeOffset time) => (int)Math.DivRem(time.UtcTicks - Ticks1970, TimeSpan.TicksPerHour, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The start of an hour.</summary>
    public static DateTimeOffset HourStart(int hour) => new(Ticks1970 + (hour * TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Reads the text; hex digits are in lower case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UsageRecordId id)
    {
        id = default;
        if (text.Length != Length || text[HourLength] != '-' || text[(HourLength + 1)..].ContainsAnyInRange('A', 'F')
            || !DateTime.TryParseExact(
                text[..HourLength], "yyyyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var hour)
            || !UInt128.TryParse(text[(HourLength + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash))
            return false;
        id = new UsageRecordId(HourOf(hour), hash);
        return true;
    }

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It is no record id.</exception>
    public static UsageRecordId Parse(ReadOnlySpan<char> text) => TryParse(text, out var id) ? id : throw new FormatException("Not a usage record id.");

    /// <inheritdoc />
    public int CompareTo(UsageRecordId other) => Hour != other.Hour ? Hour.CompareTo(other.Hour) : Hash.CompareTo(other.Hash);

    /// <summary>True where the left comes first.</summary>
    public static bool operator <(UsageRecordId left, UsageRecordId right) => left.CompareTo(right) < 0;

    /// <summary>True where the left comes last.</summary>
    public static bool operator >(UsageRecordId left, UsageRecordId right) => left.CompareTo(right) > 0;

    /// <summary>True where the left does not come last.</summary>
    public static bool operator <=(UsageRecordId left, UsageRecordId right) => left.CompareTo(right) <= 0;

    /// <summary>True where the left does not come first.</summary>
    public static bool operator >=(UsageRecordId left, UsageRecordId right) => left.CompareTo(right) >= 0;

    /// <summary>The text.</summary>
    public override string ToString() =>
        string.Create(Length, this, static (text, id) =>
        {
            FormatHour(id.Hour, text);
            text[HourLength] = '-';
            id.Hash.TryFormat(text[(HourLength + 1)..], out _, "x32", CultureInfo.InvariantCulture);
        });

    internal static void FormatHour(int hour, Span<char> text) => HourStart(hour).UtcDateTime.TryFormat(text, out _, "yyyyMMddHH", CultureInfo.InvariantCulture);

    /// <summary>The id as JSON writes it.</summary>
    internal sealed class JsonText : JsonConverter<UsageRecordId>
    {
        public override UsageRecordId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a usage record id.");

        public override void Write(Utf8JsonWriter writer, UsageRecordId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
