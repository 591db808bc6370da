using Azsreg.Protocol;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Usage;

public sealed class UsageIntakeTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    [Fact]
    public async Task Report_SameAgain_IsKeptOnce()
    {
        var report = UsageRig.Report(shared.Stamp, number: 100);
        await UsageRig.ReportAsync(shared.Stamp, report);
        shared.Stamp.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await UsageRig.ReportAsync(shared.Stamp, report);

        again.Accepted.ShouldBe(0);
        again.Repeated.ShouldBe(1);
        again.Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task Report_SameHourWithAnotherAmount_IsRefusedByNameAndTheRestIsKept()
    {
        var report = UsageRig.Report(shared.Stamp, number: 101);
        await UsageRig.ReportAsync(shared.Stamp, report);

        var result = await UsageRig.ReportAsync(
            shared.Stamp, report with { Quantity = UsageQuantity.From(9) }, UsageRig.Report(shared.Stamp, number: 102));

        result.Accepted.ShouldBe(1);
        result.Refused.Single().Code.ShouldBe("ContentConflict");
        result.Refused.Single().RecordId.ShouldStartWith(UsageRecordId.HourStart(report.Hour).ToString("yyyyMMddHH", null) + "-");
    }

    [Fact]
    public async Task Report_LateAmount_IsARevisionBesideTheFirst()
    {
        var report = UsageRig.Report(shared.Stamp, number: 103);

        var result = await UsageRig.ReportAsync(shared.Stamp, report, report with { Revision = 1, Quantity = UsageQuantity.From(0.5m) });

        result.Accepted.ShouldBe(2);
    }

    [Theory]
    [InlineData("meter", "meterId")]
    [InlineData("negative", "quantity")]
    [InlineData("tags", "tags")]
    [InlineData("long", "longer than 96 KiB")]
    public async Task Report_OutOfBounds_IsRefusedAndNamesTheField(string what, string expected)
    {
        var report = UsageRig.Report(shared.Stamp, number: 104);
        report = what switch
        {
            "meter" => report with { MeterId = "no meter" },
            "negative" => report with { Quantity = UsageQuantity.From(-1) },
            "tags" => report with { Tags = """{"a":{"b":1}}""" },
            _ => report with { Tags = $$"""{"a":"{{new string('x', 100_000)}}"}""" },
        };

        var result = await UsageRig.ReportAsync(shared.Stamp, report);

        result.Refused.Single().Code.ShouldBe("InvalidRecord");
        result.Refused.Single().Message.ShouldContain(expected);
    }

    [Fact]
    public async Task Report_DaySumBeyondTheRange_IsRefusedByName()
    {
        var large = UsageRig.Report(shared.Stamp, number: 105, quantity: 9_000_000_000m);

        var result = await UsageRig.ReportAsync(shared.Stamp, large, large with { Revision = 1 });

        result.Accepted.ShouldBe(1);
        result.Refused.Single().Code.ShouldBe("QuantityOverflow");
    }

    [Fact]
    public async Task Report_SameMeterInTwoSpellings_IsOneMeter()
    {
        var report = UsageRig.Report(shared.Stamp, number: 106);
        await UsageRig.ReportAsync(shared.Stamp, report);

        var result = await UsageRig.ReportAsync(shared.Stamp, report with { MeterId = report.MeterId.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() });

        result.Repeated.ShouldBe(1);
    }
}
