using Azsreg.Operator.Usage;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Usage;

public sealed class UsageSummaryFileTests
{
    private const string Heading =
        "\"UsageStartTime\",\"UsageEndTime\",\"MeterName\",\"Quantity\",\"resourceType\",\"location\",\"resourceGroup\",\"resourceName\",\"subowner\",\"tags\",\"MeterId\",\"additionalInfo\",\"subscription\",\"resourceUri\"";

    private const string Good =
        "\"11/21/2026 12:00:00 AM\",\"11/22/2026 12:00:00 AM\",\"Base VM Size Hours\",\"48\",\"virtualMachines\",\"local\",\"web\",\"vm1\",\"a@b\",\"{\"\"env\"\":\"\"prod\"\"}\",\"FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5\",\"{\"\"ServiceType\"\":\"\"Standard_F2s\"\"}\",\"5b000000-0000-4000-8000-00000000000b\",\"/subscriptions/5b000000-0000-4000-8000-00000000000b/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm1\"";

    [Fact]
    public async Task Read_LineOfADay_IsAReportInItsFirstHour()
    {
        var line = (await ReadAsync(Heading, Good)).Single();

        line.Line.ShouldBe(2);
        line.IsDay.ShouldBeTrue();
        line.Report.UsageHour.ShouldBe(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
        line.Report.Quantity.ShouldBe("48");
        line.Report.Tags.ShouldBe("""{"env":"prod"}""");
        line.Report.AdditionalInfo.ShouldBe("""{"ServiceType":"Standard_F2s"}""");
        line.Report.SubscriptionId.ShouldBe(Guid.Parse("5b000000-0000-4000-8000-00000000000b"));
    }

    [Fact]
    public async Task Read_WindowsPowerShellsTypeLineAndIsoTimes_AreTaken()
    {
        var line = (await ReadAsync("#TYPE System.Management.Automation.PSCustomObject", Heading, Good.Replace("11/21/2026 12:00:00 AM", "2026-11-21T00:00:00Z", StringComparison.Ordinal).Replace("11/22/2026 12:00:00 AM", "2026-11-21T02:00:00+01:00", StringComparison.Ordinal))).Single();

        line.Line.ShouldBe(3);
        line.IsDay.ShouldBeFalse();
    }

    [Fact]
    public async Task Read_SameResourceMeterAndTimeTwice_IsASecondRevision() =>
        (await ReadAsync(Heading, Good, Good)).Select(line => line.Report.Revision).ShouldBe([0, 1]);

    [Theory]
    [InlineData("1.5E-05", "0.000015", false)]
    [InlineData("0.0013440860215053763", "0.001344086", true)]
    [InlineData("0", "0", false)]
    public async Task Read_AmountAsPowerShellWritesIt_IsKeptToABillionth(string text, string expected, bool rounded)
    {
        var line = (await ReadAsync(Heading, Good.Replace("\"48\"", $"\"{text}\"", StringComparison.Ordinal))).Single();

        line.Report.Quantity.ShouldBe(expected);
        line.IsRounded.ShouldBe(rounded);
    }

    [Theory]
    [InlineData("11/21/2026 12:00:00 AM", "21.11.2026 00:00", "UsageStartTime '21.11.2026 00:00' is no time")]
    [InlineData("11/22/2026 12:00:00 AM", "11/23/2026 12:00:00 AM", "must be an hour, or a day from midnight")]
    [InlineData("\"48\"", "\"-1\"", "Quantity '-1' is no amount")]
    [InlineData("\"48\"", "\"9,5\"", "Quantity '9,5' is no amount")]
    [InlineData("FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", "VM", "MeterId 'VM' is not 32 hex digits")]
    [InlineData(",\"5b000000-0000-4000-8000-00000000000b\",", ",\"mine\",", "subscription 'mine' is no GUID")]
    [InlineData("\"local\"", "\"\"", "location must have 1 to 128 characters")]
    [InlineData("\"vm1\",", "", "it has 13 fields, the heading has 14")]
    [InlineData("\"web\"", "\"web", "something stands behind a closing quote")]
    public async Task Read_LineWrong_IsRefusedWithItsNumber(string what, string with, string words)
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => ReadAsync(Heading, Good, Good.Replace(what, with, StringComparison.Ordinal)));

        failure.Entry.Code.ShouldBe("AZR7002");
        failure.Detail.ShouldStartWith("'file.csv' line 3: ");
        failure.Detail.ShouldContain(words);
    }

    // An attribute cannot hold half a character either.
    [Fact]
    public async Task Read_HalfOfACharacter_IsRefusedWithItsField()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(
            () => ReadAsync(Heading, Good.Replace("Standard_F2s", "Stand\uD800ard", StringComparison.Ordinal)));

        failure.Entry.Code.ShouldBe("AZR7002");
        failure.Detail.ShouldBe("'file.csv' line 2: its field 12 holds half of a character, which is no text.");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("a,b", "the column 'UsageStartTime' is missing")]
    [InlineData("a,A", "the column 'A' stands there twice")]
    public async Task Read_HeadingWrong_IsRefused(string heading, string words) =>
        (await Should.ThrowAsync<CataloguedException>(() => ReadAsync(heading))).Detail.ShouldContain(words);

    [Fact]
    public async Task Read_FieldWithoutEnd_StopsAtItsBound()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => ReadAsync(Heading, "\"" + new string('x', 1_000_000)));

        failure.Detail.ShouldContain("longer than 64 KiB");
    }

    [Fact]
    public void Read_AnyText_IsTakenOrRefusedByName() =>
        Prop.ForAll(Gen.OneOf(ArbMap.Default.GeneratorFor<string>(), Damaged()).ToArbitrary(), text =>
        {
            try
            {
                ReadAsync(text ?? "").GetAwaiter().GetResult();
                return true;
            }
            catch (CataloguedException refused)
            {
                return refused.Entry.Code == "AZR7002";
            }
        }).CheckSeeded();

    /// <summary>A good file with a character changed, taken away or put in.</summary>
    private static Gen<string> Damaged() =>
        from at in Gen.Choose(0, Heading.Length + Good.Length)
        from character in Gen.Elements('"', ',', '\n', '\r', '\0', '{', '9', '\uD800')
        from kind in Gen.Choose(0, 2)
        let text = $"{Heading}\r\n{Good}\r\n"
        select kind switch { 0 => text.Remove(at, 1), 1 => text.Insert(at, character.ToString()), _ => text.Remove(at, 1).Insert(at, character.ToString()) };

    private static async Task<List<UsageSummaryLine>> ReadAsync(params string[] lines)
    {
        var found = new List<UsageSummaryLine>();
        await foreach (var line in UsageSummaryFile.ReadAsync(new StringReader(string.Join("\r\n", lines)), "file.csv", null))
            found.Add(line);
        return found;
    }
}
