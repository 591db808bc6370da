using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Usage;

/// <summary>The book of batches and the sums for charts, over the stamp's own socket.</summary>
public sealed class UsageLedgerTests
{
    [Fact]
    public async Task Batches_Acknowledged_TellRecordsBytesAndWhen()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Judge = record => record.ResourceUri == UsageRig.Machine(2) ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.UsageTooOld, "too old") : null;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 5));
        await UsageRig.UntilUpToDateAsync(stamp);

        var batch = (await BatchesAsync(stamp)).ShouldHaveSingleItem();

        (batch["state"]!.GetValue<string>(), batch["number"]!.GetValue<long>(), batch["records"]!.GetValue<long>()).ShouldBe(("Acknowledged", 1, 5));
        (batch["accepted"]!.GetValue<long>(), batch["refused"]!.GetValue<long>(), batch["attempts"]!.GetValue<long>()).ShouldBe((4, 1, 1));
        batch["bytes"]!.GetValue<long>().ShouldBeGreaterThan(100);
        batch["acknowledgedAt"]!.GetValue<string>().ShouldBeGreaterThanOrEqualTo(batch["sentAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task Batches_NotTaken_CountTheAttempts()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Fault = (503, "ServerBusy");
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        await UsageRig.UntilAsync(stamp, status => status.Progress.Failures > 0);

        var batch = (await BatchesAsync(stamp)).ShouldHaveSingleItem();

        batch["state"]!.GetValue<string>().ShouldBe("NotTaken");
        batch["attempts"]!.GetValue<long>().ShouldBeGreaterThan(0);
        batch["acknowledgedAt"].ShouldBeNull();
    }

    [Fact]
    public async Task Batches_OfAnEndedActivation_AreWithdrawnAndGoAnew()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Fault = (503, "ServerBusy");
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        await UsageRig.UntilAsync(stamp, status => status.Progress.Failures > 0);
        await UsageRig.DeactivateAsync(stamp);
        stamp.Azure.Commerce.Fault = null;
        await UsageRig.RegisterAsync(stamp);
        await UsageRig.UntilUpToDateAsync(stamp);

        (await BatchesAsync(stamp)).Select(batch => batch["state"]!.GetValue<string>()).ShouldBe(["Acknowledged", "Withdrawn"]);
    }

    [Fact]
    public async Task Batches_ByPages_AreListedLastFirst()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        for (var hoursAgo = 1; hoursAgo <= 5; hoursAgo++)
        {
            await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 1, hoursAgo));
            await UsageRig.UntilUpToDateAsync(stamp);
        }

        var first = await stamp.ReadAsync(Path(stamp, "batches?$top=2"), UsageRig.Version);
        var second = await stamp.ReadAsync(Path(stamp, "batches?$top=2&" + first["nextLink"]!.GetValue<string>().Split('&').Single(part => part.StartsWith("$skipToken", StringComparison.Ordinal))), UsageRig.Version);

        first["value"]!.AsArray().Select(batch => batch!["number"]!.GetValue<long>()).ShouldBe([5, 4]);
        second["value"]!.AsArray().Select(batch => batch!["number"]!.GetValue<long>()).ShouldBe([3, 2]);
    }

    [Theory]
    [InlineData("day", 2)]
    [InlineData("subscription", 1)]
    [InlineData("meter", 1)]
    public async Task Sums_ByEachGrouping_AreExact(string groupBy, int rows)
    {
        await using var stamp = await TestStamp.StartAsync();
        await UsageRig.ReportAsync(
            stamp, UsageRig.Report(stamp, 1, 0.1m), UsageRig.Report(stamp, 2, 0.2m), UsageRig.Report(stamp, 1, 1.000000001m, hoursAgo: 49), UsageRig.Report(stamp, 3, 4_000_000_000m, hoursAgo: 50),
            UsageRig.Report(stamp, 4, 8_000_000_000m, hoursAgo: 50), UsageRig.Report(stamp, 5, 8_000_000_000m, hoursAgo: 50));
        var today = DateOnly.FromDateTime(stamp.Clock.GetUtcNow().UtcDateTime);

        var sums = (await stamp.ReadAsync(Path(stamp, $"sums?groupBy={groupBy}&from={today.AddDays(-7):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}"), UsageRig.Version))["value"]!.AsArray();

        // Around midnight the two hours two days ago may be of two days.
        sums.Count.ShouldBeInRange(rows, rows == 2 ? 3 : rows);
        sums.Sum(sum => sum!["quantity"]!.GetValue<decimal>()).ShouldBe(20_000_000_001.300000001m);
        sums.ShouldAllBe(sum => sum!["meterId"]!.GetValue<string>() == UsageRig.BaseVm);
    }

    [Fact]
    public async Task Sums_OfOtherDays_AreLeftOut()
    {
        await using var stamp = await TestStamp.StartAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Report(stamp, 1, 5, hoursAgo: 24 * 10));
        var today = DateOnly.FromDateTime(stamp.Clock.GetUtcNow().UtcDateTime);

        var sums = await stamp.ReadAsync(Path(stamp, $"sums?groupBy=meter&from={today.AddDays(-7):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}"), UsageRig.Version);

        sums["value"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("groupBy=resource&from=2026-01-01&to=2026-01-02")]
    [InlineData("groupBy=day&from=2026-01-02&to=2026-01-01")]
    [InlineData("groupBy=day&from=yesterday&to=2026-01-01")]
    public async Task Sums_NotUnderstood_AreRefusedByName(string query)
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await stamp.GetAsync(Path(stamp, "sums?" + query), UsageRig.Version);

        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("InvalidProperty");
    }

    private static string Path(TestStamp stamp, string what) => $"{stamp.Provider}/providers/Microsoft.Commerce.Admin/usageBridge/default/{what}";

    private static async Task<IReadOnlyList<JsonNode>> BatchesAsync(TestStamp stamp) =>
        [.. (await stamp.ReadAsync(Path(stamp, "batches"), UsageRig.Version))["value"]!.AsArray().Select(batch => batch!)];
}
