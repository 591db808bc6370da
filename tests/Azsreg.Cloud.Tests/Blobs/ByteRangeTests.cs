using System.Globalization;
using Azsreg.Cloud.Blobs;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Cloud.Tests.Blobs;

/// <summary>RFC 9110 §14.</summary>
public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=0-9", 0, 9)]
    [InlineData("bytes=0-99", 0, 9)]
    [InlineData("bytes=4-", 4, 9)]
    [InlineData("bytes=9-9", 9, 9)]
    [InlineData("bytes=-3", 7, 9)]
    [InlineData("bytes=-99", 0, 9)]
    [InlineData("Bytes=1-2", 1, 2)]
    [InlineData("bytes=, 1-2 ,", 1, 2)]
    [InlineData("bytes=0-99999999999999999999999999", 0, 9)]
    public void Read_OneRange_IsThosePositions(string header, long first, long last)
    {
        ByteRange.Read(header, 10, out var range).ShouldBe(RangeReading.Part);
        range.ShouldBe(new ByteRange(first, last));
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=10-20")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999999999-")]
    public void Read_BeyondTheEnd_IsNotSatisfiable(string header) => ByteRange.Read(header, 10, out _).ShouldBe(RangeReading.NotSatisfiable);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-3")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=0x1-2")]
    [InlineData("bytes=1 - 2")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("pages=1-2")]
    public void Read_SeveralOrNotUnderstood_IsWhole(string? header) => ByteRange.Read(header, 10, out _).ShouldBe(RangeReading.Whole);

    [Theory]
    [InlineData("bytes=0-")]
    [InlineData("bytes=-5")]
    public void Read_OfNothing_IsNotSatisfiable(string header) => ByteRange.Read(header, 0, out _).ShouldBe(RangeReading.NotSatisfiable);

    [Fact]
    public void Read_AnyText_IsAPartWithinTheBlobOrNone() => Prop.ForAll<string, int>((text, size) =>
    {
        var length = Math.Abs((long)size);
        return ByteRange.Read("bytes=" + text, length, out var range) != RangeReading.Part
            || (range.First >= 0 && range.First <= range.Last && range.Last < length);
    }).CheckSeeded();

    [Fact]
    public void Read_AnyTwoPositions_AreReadAsWritten() => Prop.ForAll<uint, uint>((first, last) =>
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"bytes={first}-{last}");
        var reading = ByteRange.Read(header, long.MaxValue, out var range);
        return first > last ? reading == RangeReading.Whole : reading == RangeReading.Part && range == new ByteRange(first, last);
    }).CheckSeeded();
}
