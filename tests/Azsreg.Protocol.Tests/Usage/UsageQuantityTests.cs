using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Usage;

public sealed class UsageQuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("1", 1_000_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("-0.5", -500_000_000)]
    [InlineData("12.3400000000000", 12_340_000_000)]
    [InlineData("0009223372036.854775807", long.MaxValue)]
    [InlineData("-9223372036.854775808", long.MinValue)]
    public void Parse_Decimal_IsBillionths(string text, long billionths) => UsageQuantity.Parse(text).Billionths.ShouldBe(billionths);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("0.0000000001")]
    [InlineData("NaN")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    public void Parse_NoSuchNumber_IsNamed(string text) =>
        Should.Throw<CataloguedException>(() => UsageQuantity.Parse(text)).Entry.ShouldBe(ErrorCatalogue.UsageQuantityUnreadable);

    [Theory]
    [InlineData("9223372036.854775808")]
    [InlineData("-9223372036.854775809")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void Parse_BeyondTheRange_IsNamed(string text) =>
        Should.Throw<CataloguedException>(() => UsageQuantity.Parse(text)).Entry.ShouldBe(ErrorCatalogue.UsageQuantityTooLarge);

    [Fact]
    public void Add_BeyondTheRange_IsNamed() =>
        Should.Throw<CataloguedException>(() => new UsageQuantity(long.MaxValue) + new UsageQuantity(1)).Entry.ShouldBe(ErrorCatalogue.UsageQuantityTooLarge);

    [Fact]
    public void From_MoreThanNineDigits_IsNamed() =>
        Should.Throw<CataloguedException>(() => UsageQuantity.From(0.0000000001m)).Entry.ShouldBe(ErrorCatalogue.UsageQuantityUnreadable);

    [Fact]
    public void ToString_AnyAmount_ReadsBackAndIsTheDecimal() => Prop.ForAll<long>(billionths =>
    {
        var quantity = new UsageQuantity(billionths);
        return UsageQuantity.Parse(quantity.ToString()) == quantity
            && decimal.Parse(quantity.ToString(), CultureInfo.InvariantCulture) == quantity.Value
            && UsageQuantity.From(quantity.Value) == quantity;
    }).CheckSeeded();

    [Fact]
    public void TryAdd_AnyTwo_FitsExactlyWhereTheTrueSumDoes() => Prop.ForAll<long, long>((one, other) =>
    {
        // The generator prefers small numbers; the edges are what matters.
        foreach (var (left, right) in new[] { (one, other), (long.MaxValue - Math.Abs(one % 5), other), (long.MinValue + Math.Abs(one % 5), other) })
        {
            var sum = new BigInteger(left) + right;
            var fits = new UsageQuantity(left).TryAdd(new UsageQuantity(right), out var added);
            if (fits != (sum >= long.MinValue && sum <= long.MaxValue) || (fits && added.Billionths != sum))
                return false;
        }

        return true;
    }).CheckSeeded();

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Prop.ForAll<byte[]>(bytes =>
        UsageQuantity.Read(bytes, out _) is OperationStatus.Done or OperationStatus.InvalidData or OperationStatus.DestinationTooSmall).CheckSeeded();

    [Fact]
    public void Write_Smallest_IsTheLongestText()
    {
        Span<byte> text = stackalloc byte[21];

        Encoding.ASCII.GetString(text[..new UsageQuantity(long.MinValue).Write(text)]).ShouldBe("-9223372036.854775808");
    }
}
