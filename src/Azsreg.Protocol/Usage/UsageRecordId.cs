using System.Buffers;
using System.Buffers.Binary;
using System.Text;
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
        text.AddMeter(meterId);
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
        Span<byte> utf8 = stackalloc byte[Length];
        id = default;
        return text.Length == Length && Ascii.FromUtf16(text, utf8, out _) == OperationStatus.Done && TryParse(utf8, out id);
    }

    /// <summary>Reads the text from UTF-8; hex digits are in lower case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out UsageRecordId id)
    {
        id = default;
        Span<byte> hash = stackalloc byte[16];
        if (utf8.Length != Length || utf8[HourLength] != '-' || !TryReadHour(utf8[..HourLength], out var hour)
            || utf8[(HourLength + 1)..].ContainsAnyInRange((byte)'A', (byte)'F')
            || Convert.FromHexString(utf8[(HourLength + 1)..], hash, out _, out _) != OperationStatus.Done)
            return false;
        id = new UsageRecordId(hour, BinaryPrimitives.ReadUInt128BigEndian(hash));
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
            Span<byte> utf8 = stackalloc byte[Length];
            Span<byte> hash = stackalloc byte[16];
            WriteHour(id.Hour, utf8);
            utf8[HourLength] = (byte)'-';
            BinaryPrimitives.WriteUInt128BigEndian(hash, id.Hash);
            Convert.TryToHexStringLower(hash, utf8[(HourLength + 1)..], out _);
            Ascii.ToUtf16(utf8, text, out _);
        });

    /// <summary>Writes <c>yyyyMMddHH</c>. By hand, as is the reading: the framework's formats of times took a fifth of reading a batch.</summary>
    internal static int WriteHour(int hour, Span<byte> utf8)
    {
        var time = HourStart(hour).UtcDateTime;
        var (year, month, day) = time;
        var number = (((((year * 100L) + month) * 100) + day) * 100) + time.Hour;
        for (var i = HourLength - 1; i >= 0; i--)
            (utf8[i], number) = ((byte)('0' + (number % 10)), number / 10);
        return HourLength;
    }

    private static bool TryReadHour(ReadOnlySpan<byte> digits, out int hour)
    {
        hour = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var (year, month, day, of) = ((Two(digits, 0) * 100) + Two(digits, 2), Two(digits, 4), Two(digits, 6), Two(digits, 8));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || of > 23)
            return false;
        hour = HourOf(new DateTimeOffset(year, month, day, of, 0, 0, TimeSpan.Zero));
        return true;

        static int Two(ReadOnlySpan<byte> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
    }

    /// <summary>The id as JSON writes it.</summary>
    internal sealed class JsonText : JsonConverter<UsageRecordId>
    {
        public override UsageRecordId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a usage record id.");

        public override void Write(Utf8JsonWriter writer, UsageRecordId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
