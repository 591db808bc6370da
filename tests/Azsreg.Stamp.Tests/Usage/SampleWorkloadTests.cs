using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Azsreg.Stamp.Tests.Fakes;
using Azsreg.Stamp.Usage.Workloads;

namespace Azsreg.Stamp.Tests.Usage;

public sealed class SampleWorkloadTests
{
    private static readonly int Now = UsageRecordId.HourOf(new DateTimeOffset(2026, 11, 22, 21, 0, 0, TimeSpan.Zero));

    private static SampleWorkload Workload => new(7, 3, "local");

    [Fact]
    public void During_SameSeedAndHour_IsTheSameInAnyOrder()
    {
        var forward = Enumerable.Range(Now - 48, 48).SelectMany(Workload.During).ToList();
        var backward = Enumerable.Range(Now - 48, 48).Reverse().SelectMany(new SampleWorkload(7, 3, "local").During).ToList();

        backward.OrderBy(report => report.ToString(), StringComparer.Ordinal).ShouldBe(forward.OrderBy(report => report.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public void During_Month_HoldsThingsThatStartStopGrowAndAreDeleted()
    {
        var reports = Enumerable.Range(Now - 720, 720).SelectMany(Workload.During).ToList();

        var machines = reports.Where(report => report.MeterId == UsageMeters.Find("6DAB500F-A4FD-49C4-956D-229BB9C8C793")!.Id).GroupBy(report => report.ResourceUri).ToList();
        machines.ShouldContain(machine => machine.Max(report => report.Hour) < Now - 24, "none was deleted");
        machines.ShouldContain(machine => machine.Min(report => report.Hour) > Now - 696, "none was made");
        machines.ShouldContain(machine => machine.Count() < machine.Max(report => report.Hour) - machine.Min(report => report.Hour), "none was stopped");
        machines.ShouldContain(machine => machine.Select(report => report.AdditionalInfo).Distinct().Count() > 1, "none was resized");
        reports.Where(report => report.Revision == 1).ShouldNotBeEmpty("nothing came late");
        reports.Select(report => report.SubscriptionId).Distinct().Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void During_Month_HasEachRecordOnce()
    {
        var ids = Enumerable.Range(Now - 720, 720).SelectMany(Workload.During)
            .Select(report => UsageRecordId.Of(report.ResourceUri, report.MeterId, UsageRecordId.HourStart(report.Hour), report.Revision)).ToList();

        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.Count.ShouldBeGreaterThan(30_000);
    }

    [Fact]
    public void Subscriptions_OfARange_AreThoseThatReportInIt()
    {
        var listed = Workload.Subscriptions(Now - 720, Now - 1).Select(one => one.SubscriptionId).ToHashSet();

        Enumerable.Range(Now - 720, 720).SelectMany(Workload.During).Select(report => report.SubscriptionId).Distinct().ShouldBeSubsetOf(listed);
    }

    [Theory]
    [InlineData("2026-03-29T00:00:00Z")]
    [InlineData("2026-10-25T00:00:00Z")]
    [InlineData("2026-02-28T23:00:00Z")]
    public void During_DayOfAClockChangeOrMonthEnd_HasEveryHourOnce(string day)
    {
        var first = UsageRecordId.HourOf(DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        var hours = Enumerable.Range(first, 25).SelectMany(Workload.During).Where(report => report.Revision == 0).GroupBy(report => report.Hour).Select(group => group.Key);

        hours.Order().ShouldBe(Enumerable.Range(first, 25));
    }

    [Fact]
    public async Task Start_NotOffered_Is409()
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await StartAsync(stamp, seed: 1);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("SampleWorkloadsNotOffered");
    }

    [Fact]
    public async Task Start_WithHistory_FillsTheDaysSendsThemAndGoesOnHourByHour()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { OffersSampleWorkloads = true });
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        await UsageRig.RegisterAsync(stamp);

        using (var started = await StartAsync(stamp, seed: 5))
            started.StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilCompleteAsync(stamp);
        await UsageRig.UntilUpToDateAsync(stamp);
        var before = stamp.Azure.Commerce.Count;
        before.ShouldBeGreaterThan(500);

        stamp.Clock.Advance(TimeSpan.FromHours(2));
        await stamp.StartAgainAsync();
        using (var again = await StartAsync(stamp, seed: 5))
            again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilCompleteAsync(stamp);
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBeGreaterThan(before);
        stamp.Azure.Commerce.Repeated.ShouldBe(0);
        using var other = await StartAsync(stamp, seed: 6);
        (await TestStamp.ErrorOfAsync(other)).Code.ShouldBe("SampleWorkloadRuns");
    }

    private static Task<HttpResponseMessage> StartAsync(TestStamp stamp, int seed) => stamp.SendAsync(
        HttpMethod.Put, Path(stamp), UsageRig.Version, new JsonObject { ["seed"] = seed, ["tenants"] = 2, ["historyDays"] = 1 });

    private static async Task UntilCompleteAsync(TestStamp stamp)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await stamp.ReadAsync(Path(stamp), UsageRig.Version))["properties"]!["isHistoryComplete"]!.GetValue<bool>())
            await Task.Delay(20, patience.Token);
    }

    private static string Path(TestStamp stamp) => $"{stamp.Provider}/providers/Microsoft.Commerce.Admin/sampleWorkloads/default";
}
