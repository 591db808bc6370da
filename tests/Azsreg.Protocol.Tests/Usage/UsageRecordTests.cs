using System.Security.Cryptography;
using System.Text;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Usage;

public sealed class UsageRecordTests
{
    [Fact]
    public void Id_Record_IsTheHourAndTheHashOfTheDocumentedText()
    {
        var text = "azsreg usage id 1\n/subscriptions/a1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm1\n"
            + "fab6eb84500b4a09a8ca7358f8bbaea5\n2026030117\n0";

        UsageSamples.Record().Id.ToString().ShouldBe("2026030117-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]);
    }

    [Fact]
    public void ContentHash_Record_IsTheHashOfTheDocumentedText()
    {
        var record = UsageSamples.Record();
        var text = $"azsreg usage content 1\n{record.Id.ToString().Replace('-', '\n')}\na1000000-0000-4000-8000-000000000001\n72f988aa-0000-4000-8000-000000000001\nredmond\n"
            + "{\"env\":\"prod\"}\n{\"ServiceType\":\"Standard_F2s\",\"ImageType\":null}\n4000000000\n1772389050000";

        record.ContentHash().ToString("x32", null).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]);
    }

    [Fact]
    public void Id_OtherLetterCaseOrDashes_IsTheSame() =>
        UsageSamples.Record(meter: "fab6eb84500b4a09a8ca7358f8bbaea5", resource: UsageSamples.Record().ResourceUri.ToUpperInvariant()).Id.ShouldBe(UsageSamples.Record().Id);

    [Fact]
    public void Id_AnotherRevisionHourMeterOrResource_IsAnother() => new[]
    {
        UsageSamples.Record().Id, UsageSamples.Record(revision: 1).Id, UsageSamples.Record(time: UsageSamples.Hour.AddHours(1)).Id,
        UsageSamples.Record(meter: "9CD92D4C-BAFD-4492-B278-BEDC2DE8232A").Id, UsageSamples.Record(resource: "/other").Id,
    }.ShouldBeUnique();

    [Fact]
    public void Id_TimeInAnotherZone_IsThatOfTheHourInUtc() =>
        UsageSamples.Record(time: new DateTimeOffset(2026, 3, 1, 22, 47, 30, TimeSpan.FromHours(5.5))).Id.ShouldBe(UsageSamples.Record().Id);

    // On these two nights clocks of Central Europe skip an hour and show one twice; hours of usage are UTC, so each is there once.
    [Theory]
    [InlineData("2026-03-29")]
    [InlineData("2026-10-25")]
    public void Id_EveryHourOfADaylightSavingNight_IsItsOwn(string day)
    {
        var start = new DateTimeOffset(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

        Enumerable.Range(0, 24).Select(hour => UsageSamples.Record(time: start.AddHours(hour)).Id).ToArray().ShouldBeUnique();
    }

    [Fact]
    public void Id_AnyHour_ReadsBackAndKeepsTheOrderOfTime() => Prop.ForAll<int, int>((one, other) =>
    {
        // 1970 to 2100.
        var left = new UsageRecordId(Math.Abs(one % 1_139_000), (UInt128)(uint)other);
        var right = new UsageRecordId(Math.Abs(other % 1_139_000), (UInt128)(uint)one);
        return UsageRecordId.Parse(left.ToString()) == left
            && Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())) == left.CompareTo(right);
    }).CheckSeeded();

    [Theory]
    [InlineData("")]
    [InlineData("2026030117-0123456789abcdef0123456789abcde")]
    [InlineData("2026030124-0123456789abcdef0123456789abcdef")]
    [InlineData("2026130117-0123456789abcdef0123456789abcdef")]
    [InlineData("2026000117-0123456789abcdef0123456789abcdef")]
    [InlineData("2026022917-0123456789abcdef0123456789abcdef")]
    [InlineData("2026030017-0123456789abcdef0123456789abcdef")]
    [InlineData("0000030117-0123456789abcdef0123456789abcdef")]
    [InlineData("202603011\u0667-0123456789abcdef0123456789abcdef")]
    [InlineData("2026030117-0123456789ABCDEF0123456789abcdef")]
    [InlineData("2026030117_0123456789abcdef0123456789abcdef")]
    [InlineData("2026030117- 123456789abcdef0123456789abcdef")]
    public void TryParse_NotAnId_IsRefused(string text) => UsageRecordId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_AnyDigits_ReadsTheHoursThatThereAre() => Prop.ForAll<int, int>((one, other) =>
    {
        var digits = FormattableString.Invariant($"{Math.Abs(one % 10_000):d4}{Math.Abs(other % 14):d2}{Math.Abs(one % 33):d2}{Math.Abs(other % 26):d2}");
        var isHour = DateTime.TryParseExact(
            digits, "yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out var hour);
        return UsageRecordId.TryParse(digits + "-0123456789abcdef0123456789abcdef", out var id) == isHour && (!isHour || (id.UsageHour.UtcDateTime == hour && id.ToString().StartsWith(digits, StringComparison.Ordinal)));
    }).CheckSeeded();

    [Theory]
    [InlineData("tags", "{\"a\":1}")]
    [InlineData("tags", "[]")]
    [InlineData("tags", "{\"a\":\"b\",\"a\":\"c\"}")]
    [InlineData("tags", "{\"a\":\"\\ud800\"}")]
    [InlineData("additionalInfo", "{\"\\udc00\":1}")]
    [InlineData("additionalInfo", "{\n}")]
    [InlineData("additionalInfo", "{")]
    [InlineData("additionalInfo", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}")]
    public void Create_TagsOrInfoOfAnotherForm_IsNamed(string field, string json) =>
        Should.Throw<CataloguedException>(() => field == "tags" ? UsageSamples.Record(tags: json) : UsageSamples.Record(info: json)).Detail.ShouldStartWith(field);

    [Theory]
    [InlineData("")]
    [InlineData("/a\n/b")]
    public void Create_ResourceUriOutOfBounds_IsNamed(string resource) =>
        Should.Throw<CataloguedException>(() => UsageSamples.Record(resource: resource)).Detail.ShouldStartWith("resourceUri");

    [Fact]
    public void Create_HalfASurrogatePair_IsNamed() =>
        Should.Throw<CataloguedException>(() => UsageSamples.Record(resource: "/a\ud800")).Detail.ShouldStartWith("resourceUri");

    [Fact]
    public void Create_BelowZero_IsForRevisionsOnly()
    {
        Should.Throw<CataloguedException>(() => UsageSamples.Record(billionths: -1)).Detail.ShouldStartWith("quantity");
        UsageSamples.Record(billionths: -1, revision: 1).Quantity.Billionths.ShouldBe(-1);
    }
}
