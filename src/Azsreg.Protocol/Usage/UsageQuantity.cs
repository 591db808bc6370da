using System.Buffers;
using System.Globalization;
using System.Text;

namespace Azsreg.Protocol;

/// <summary>
/// An amount of usage in fixed point: whole billionths of the meter's unit in 64 bits, so that sums are exact to the last of them
/// and come out the same in any order. The range is about ±9.2 thousand million units.
/// </summary>
/// <param name="Billionths">The amount, times 1,000,000,000.</param>
public readonly record struct UsageQuantity(long Billionths) : IComparable<UsageQuantity>
{
    /// <summary>Billionths a unit.</summary>
    public const long Scale = 1_000_000_000;

    /// <summary>The most digits after the point.</summary>
    public const int MaxFractionDigits = 9;

    // Sign, ten digits, point, nine digits.
    private const int MaxTextLength = 21;

    /// <summary>Nothing.</summary>
    public static UsageQuantity Zero => default;

    /// <summary>The amount as a decimal, exactly.</summary>
    public decimal Value => (decimal)Billionths / Scale;

    /// <summary>The amount of a decimal.</summary>
    /// <exception cref="CataloguedException">Beyond the range (AZR7050), or finer than a billionth (AZR7051).</exception>
    public static UsageQuantity From(decimal value)
    {
        if (value is > 9_223_372_036.854775807m or < -9_223_372_036.854775808m)
            throw TooLarge($"{value.ToString(CultureInfo.InvariantCulture)} is beyond the range.");
        var scaled = value * Scale;
        return scaled == decimal.Truncate(scaled)
            ? new UsageQuantity((long)scaled)
            : throw new CataloguedException(ErrorCatalogue.UsageQuantityUnreadable, $"{value.ToString(CultureInfo.InvariantCulture)} has more than {MaxFractionDigits} digits after the point.");
    }

    /// <summary>Reads digits with at most one point and a leading minus sign, as JSON writes a number without an exponent.</summary>
    /// <exception cref="CataloguedException">Beyond the range (AZR7050), or no such number (AZR7051).</exception>
    public static UsageQuantity Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(Encoding.UTF8.GetBytes(text), out var quantity) switch
        {
            OperationStatus.Done => quantity,
            OperationStatus.DestinationTooSmall => throw TooLarge("The amount is beyond the range."),
            _ => throw new CataloguedException(ErrorCatalogue.UsageQuantityUnreadable, "The amount is not a decimal number of at most nine digits after the point."),
        };
    }

    /// <summary>
    /// Reads as <see cref="Parse"/> from UTF-8: <see cref="OperationStatus.InvalidData"/> for no such number,
    /// <see cref="OperationStatus.DestinationTooSmall"/> for one beyond the range.
    /// </summary>
    public static OperationStatus Read(ReadOnlySpan<byte> utf8, out UsageQuantity quantity)
    {
        quantity = default;
        var negative = utf8.Length > 0 && utf8[0] == '-';
        var digits = negative ? utf8[1..] : utf8;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return OperationStatus.InvalidData;
        fraction = fraction.TrimEnd((byte)'0');
        if (fraction.Length > MaxFractionDigits)
            return OperationStatus.InvalidData;
        whole = whole.TrimStart((byte)'0');
        if (whole.Length > 10)
            return OperationStatus.DestinationTooSmall;
        // Twenty digits at most: no overflow in 128 bits, and the smallest long needs one more than the largest.
        Int128 amount = 0;
        foreach (var digit in whole)
            amount = (amount * 10) + (digit - '0');
        for (var i = 0; i < MaxFractionDigits; i++)
            amount = (amount * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        amount = negative ? -amount : amount;
        if (amount > long.MaxValue || amount < long.MinValue)
            return OperationStatus.DestinationTooSmall;
        quantity = new UsageQuantity((long)amount);
        return OperationStatus.Done;
    }

    /// <summary>The sum; false where it is beyond the range.</summary>
    public bool TryAdd(UsageQuantity other, out UsageQuantity sum)
    {
        var added = unchecked(Billionths + other.Billionths);
        // Overflow: both have the sign the sum has not.
        var fits = ((Billionths ^ added) & (other.Billionths ^ added)) >= 0;
        sum = fits ? new UsageQuantity(added) : default;
        return fits;
    }

    /// <summary>The sum.</summary>
    /// <exception cref="CataloguedException">Beyond the range (AZR7050).</exception>
    public static UsageQuantity operator +(UsageQuantity left, UsageQuantity right) => Add(left, right);

    /// <inheritdoc cref="op_Addition" />
    public static UsageQuantity Add(UsageQuantity left, UsageQuantity right) =>
        left.TryAdd(right, out var sum) ? sum : throw TooLarge($"{left} and {right} together are beyond the range.");

    /// <inheritdoc />
    public int CompareTo(UsageQuantity other) => Billionths.CompareTo(other.Billionths);

    /// <summary>True where the left is less.</summary>
    public static bool operator <(UsageQuantity left, UsageQuantity right) => left.Billionths < right.Billionths;

    /// <summary>True where the left is more.</summary>
    public static bool operator >(UsageQuantity left, UsageQuantity right) => left.Billionths > right.Billionths;

    /// <summary>True where the left is not more.</summary>
    public static bool operator <=(UsageQuantity left, UsageQuantity right) => left.Billionths <= right.Billionths;

    /// <summary>True where the left is not less.</summary>
    public static bool operator >=(UsageQuantity left, UsageQuantity right) => left.Billionths >= right.Billionths;

    /// <summary>The amount as a JSON number, without zeros at its end.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        return Encoding.ASCII.GetString(text[..Write(text)]);
    }

    /// <summary>Writes <see cref="ToString"/> as UTF-8; returns its length, 21 at most.</summary>
    public int Write(Span<byte> utf8)
    {
        var magnitude = Billionths < 0 ? (ulong)-(Int128)Billionths : (ulong)Billionths;
        var (whole, fraction) = Math.DivRem(magnitude, (ulong)Scale);
        var at = 0;
        if (Billionths < 0)
            utf8[at++] = (byte)'-';
        whole.TryFormat(utf8[at..], out var written, default, CultureInfo.InvariantCulture);
        at += written;
        if (fraction == 0)
            return at;
        utf8[at++] = (byte)'.';
        fraction.TryFormat(utf8[at..], out written, "D9", CultureInfo.InvariantCulture);
        return at + utf8.Slice(at, written).TrimEnd((byte)'0').Length;
    }

    private static CataloguedException TooLarge(string detail) => new(ErrorCatalogue.UsageQuantityTooLarge, detail);
}
