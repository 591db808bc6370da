using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class UsageAggregateWireTests(CommerceRig rig, CloudFixture cloud) : IClassFixture<CommerceRig>
{
    [Fact]
    public async Task List_Details_IsTheLiteralShape()
    {
        await SendAsync(CommerceRig.Record(), CommerceRig.Record(revision: 1, billionths: 500_000_000));

        var body = await cloud.ExpectAsync(200, HttpMethod.Get, rig.TodayPath("&aggregationGranularity=Daily&showDetails=true"));

        var row = body.GetProperty("value").EnumerateArray().ShouldHaveSingleItem();
        var name = row.GetProperty("name").GetString()!;
        var day = CommerceRig.Hour.UtcDateTime.Date;
        name.ShouldMatch(FormattableString.Invariant($"^Daily_[0-9A-F]{{16}}_{day:yyyyMMdd}_0000$"));
        row.GetRawText().ShouldBe(
            """
            {"id":"/subscriptions/SUBSCRIPTION/providers/Microsoft.Commerce/UsageAggregates/NAME","name":"NAME","type":"Microsoft.Commerce/UsageAggregate","properties":{"subscriptionId":"SUBSCRIPTION","usageStartTime":"TODAYT00:00:00+00:00","usageEndTime":"TOMORROWT00:00:00+00:00","meterName":"Base VM Size Hours","meterCategory":"Compute","unit":"Virtual core hours","meterRegion":"Azure Stack Hub","meterId":"FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5","infoFields":{},"instanceData":"{\"Microsoft.Resources\":{\"resourceUri\":\"/subscriptions/a1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1\",\"location\":\"redmond\",\"tags\":{\"env\":\"prod\"},\"additionalInfo\":{\"azureStackSubscriptionId\":\"a1000000-0000-4000-8000-000000000001\",\"ServiceType\":\"Standard_F2s\",\"ImageType\":null}}}","quantity":2.000000001}}
            """.Replace("SUBSCRIPTION", rig.SubscriptionId, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal)
                .Replace("TODAY", FormattableString.Invariant($"{day:yyyy-MM-dd}"), StringComparison.Ordinal)
                .Replace("TOMORROW", FormattableString.Invariant($"{day.AddDays(1):yyyy-MM-dd}"), StringComparison.Ordinal));
        body.TryGetProperty("nextLink", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task List_WithoutDetails_IsARowForEachMeterWithoutInstanceData()
    {
        await SendAsync(CommerceRig.Record(), CommerceRig.Record("/r2"), CommerceRig.Record("/r3", meter: "F271A8A388C44D93956A063E1D2FA80B"));

        var hour = CommerceRig.Hour;
        var rows = (await cloud.ExpectAsync(200, HttpMethod.Get, rig.UsagePath(
                FormattableString.Invariant($"reportedStartTime={hour.AddHours(-1):yyyy-MM-dd'T'HH}:00:00Z&reportedEndTime={hour.AddHours(1):yyyy-MM-dd'T'HH}:00:00Z&aggregationGranularity=Hourly&showDetails=false")))).GetProperty("value").EnumerateArray()
            .Select(row => row.GetProperty("properties")).ToArray();

        rows.Select(row => (row.GetProperty("meterId").GetString(), row.GetProperty("quantity").GetRawText())).ShouldBe(
            [("F271A8A388C44D93956A063E1D2FA80B", "1.500000001"), ("FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", "3.000000002")]);
        rows.Any(row => row.TryGetProperty("instanceData", out _)).ShouldBeFalse();
        rows[0].GetProperty("usageEndTime").GetString().ShouldBe(FormattableString.Invariant($"{CommerceRig.Hour.AddHours(1):yyyy-MM-dd'T'HH:mm:ss}+00:00"));
    }

    [Fact]
    public async Task List_ManyRows_AreReadByNextLinkOnceEach()
    {
        await SendAsync([.. Enumerable.Range(0, 1500).Select(i => CommerceRig.Record($"/r{i}"))]);

        var seen = new List<string>();
        var next = rig.TodayPath();
        for (var pages = 0; next is not null; pages++)
        {
            pages.ShouldBeLessThan(3);
            var page = await cloud.ExpectAsync(200, HttpMethod.Get, next);
            seen.AddRange(page.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("name").GetString()!));
            next = page.TryGetProperty("nextLink", out var link) ? link.GetString() : null;
            next?.ShouldContain("continuationToken=");
        }

        seen.Count.ShouldBe(1500);
        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task List_ReportedBefore_IsNotInTheRange()
    {
        await SendAsync(CommerceRig.Record());
        var hour = CommerceRig.Hour;

        var before = await cloud.ExpectAsync(200, HttpMethod.Get, rig.UsagePath(
            FormattableString.Invariant($"reportedStartTime={hour.AddHours(-9):yyyy-MM-dd'T'HH}:00:00Z&reportedEndTime={hour.AddHours(-1):yyyy-MM-dd'T'HH}:00:00Z&aggregationGranularity=hourly")));

        before.GetProperty("value").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("reportedStartTime=2026-03-01T00:00:00Z&reportedEndTime=2999-01-01T00:00:00Z", "RequestEndTimeIsInFuture")]
    [InlineData("reportedStartTime=2026-03-01T00:00:00Z", "InvalidProperty")]
    [InlineData("reportedStartTime=soon&reportedEndTime=2026-03-02T00:00:00Z", "InvalidProperty")]
    [InlineData("reportedStartTime=2026-03-01T01:00:00Z&reportedEndTime=2026-03-02T00:00:00Z", "InvalidProperty")]
    [InlineData("reportedStartTime=2026-03-01T00:30:00Z&reportedEndTime=2026-03-02T00:00:00Z&aggregationGranularity=Hourly", "InvalidProperty")]
    [InlineData("reportedStartTime=2026-03-02T00:00:00Z&reportedEndTime=2026-03-02T00:00:00Z", "InvalidProperty")]
    [InlineData("reportedStartTime=2026-03-01T00:00:00Z&reportedEndTime=2026-03-02T00:00:00Z&aggregationGranularity=Weekly", "InvalidAggregationGranularity")]
    [InlineData("reportedStartTime=2026-03-01T00:00:00Z&reportedEndTime=2026-03-02T00:00:00Z&showDetails=maybe", "InvalidProperty")]
    [InlineData("reportedStartTime=2026-03-01T00:00:00Z&reportedEndTime=2026-03-02T00:00:00Z&continuationToken=AAAA", "InvalidProperty")]
    public async Task List_QueryOutOfBounds_IsTheServicesError(string query, string code) =>
        (await cloud.RefusedAsync(400, HttpMethod.Get, rig.UsagePath(query))).Code.ShouldBe(code);

    [Fact]
    public async Task List_Nobody_IsForbidden() => (await cloud.RefusedAsync(403, HttpMethod.Get, rig.TodayPath(), "nobody")).Code.ShouldBe("AuthorizationFailed");

    [Fact]
    public async Task List_Reader_MayRead() => await cloud.ExpectAsync(200, HttpMethod.Get, rig.TodayPath(), "reader");

    [Fact]
    public async Task RateCard_Filter_IsTheLiteralShape()
    {
        var body = await cloud.ExpectAsync(200, HttpMethod.Get, RateCardPath("OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'"));

        body.EnumerateObject().Select(member => member.Name).ShouldBe(["OfferTerms", "Meters", "Currency", "Locale", "IsTaxIncluded"]);
        body.GetProperty("Meters").EnumerateArray().Single(meter => meter.GetProperty("MeterName").GetString() == "Base VM Size Hours").GetRawText().ShouldBe(
            """{"EffectiveDate":"2026-01-01T00:00:00Z","IncludedQuantity":0,"MeterCategory":"Compute","MeterId":"FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5","MeterName":"Base VM Size Hours","MeterRates":{"0":0.008},"MeterRegion":"Azure Stack Hub","MeterSubCategory":"","MeterTags":[],"Unit":"Virtual core hours"}""");
    }

    [Theory]
    [InlineData("OfferDurableId eq 'MS-AZR-0003P'")]
    [InlineData("OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'EUR' and Locale eq 'en-US' and RegionInfo eq 'US'")]
    [InlineData("OfferDurableId eq 'MS-AZR-0003P' or Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'")]
    [InlineData("Currency eq 'USD' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'")]
    public async Task RateCard_AnotherFilter_IsRefused(string filter) =>
        (await cloud.RefusedAsync(400, HttpMethod.Get, RateCardPath(filter))).Code.ShouldBe("InvalidProperty");

    [Fact]
    public async Task Costs_PayAsYouUse_AreByTheRateCard()
    {
        await SendAsync(CommerceRig.Record(billionths: 2_000_000_000));

        (await CostAsync()).ShouldBe(("PayAsYouUse", 0.016m));
    }

    [Fact]
    public async Task Costs_Development_AreNothing()
    {
        await rig.RegisterAsync("Development");
        using (var response = await rig.PutAsync(rig.Batch([CommerceRig.Record()])))
            ((int)response.StatusCode).ShouldBe(200);

        (await CostAsync()).ShouldBe(("Development", 0m));
    }

    [Fact]
    public async Task CostDays_TwoDaysOfOneStamp_AreEachByTheirOwnAmount()
    {
        await SendAsync(CommerceRig.Record(billionths: 2_000_000_000), CommerceRig.Record(billionths: 500_000_000, hour: CommerceRig.Hour.AddDays(-2)));

        var rows = (await cloud.ExpectAsync(200, HttpMethod.Get, rig.TodayPath().Replace("UsageAggregates", "UsageCosts/days", StringComparison.Ordinal))).GetProperty("value").EnumerateArray().ToList();

        rows.Select(row => row.GetProperty("usageDay").GetString()).ShouldBe([Day(CommerceRig.Hour.AddDays(-2)), Day(CommerceRig.Hour)]);
        rows.ShouldAllBe(row => row.GetProperty("cloudId").GetString()!.Equals(rig.CloudId, StringComparison.OrdinalIgnoreCase) && row.GetProperty("billingModel").GetString() == "PayAsYouUse");
        rows.Select(row => row.GetProperty("cost").GetDecimal()).ShouldBe([0.004m, 0.016m]);
    }

    [Fact]
    public async Task CostDays_ByPages_GiveEachRowOnce()
    {
        await SendAsync([.. Enumerable.Range(0, 5).Select(ago => CommerceRig.Record(hour: CommerceRig.Hour.AddDays(-ago)))]);
        var path = rig.TodayPath("&$top=2").Replace("UsageAggregates", "UsageCosts/days", StringComparison.Ordinal);
        List<string> days = [];

        for (string? next = path; next is not null;)
        {
            var page = await cloud.ExpectAsync(200, HttpMethod.Get, next);
            days.AddRange(page.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("usageDay").GetString()!));
            next = page.TryGetProperty("nextLink", out var link) ? new Uri(link.GetString()!).PathAndQuery : null;
        }

        days.ShouldBe(Enumerable.Range(0, 5).Reverse().Select(ago => Day(CommerceRig.Hour.AddDays(-ago))));
    }

    [Fact]
    public async Task Provider_Commerce_IsListedWithItsTypes()
    {
        var body = await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{rig.SubscriptionId}/providers/Microsoft.Commerce?api-version=2021-04-01");

        body.GetProperty("resourceTypes").EnumerateArray().Select(type => type.GetProperty("resourceType").GetString()).ShouldBe(["UsageAggregates", "RateCard"]);
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(string Model, decimal Cost)> CostAsync()
    {
        var row = (await cloud.ExpectAsync(200, HttpMethod.Get, rig.TodayPath().Replace("UsageAggregates", "UsageCosts", StringComparison.Ordinal))).GetProperty("value")
            .EnumerateArray().ShouldHaveSingleItem();
        return (row.GetProperty("billingModel").GetString()!, row.GetProperty("cost").GetDecimal());
    }

    private string RateCardPath(string filter) =>
        $"/subscriptions/{rig.SubscriptionId}/providers/Microsoft.Commerce/RateCard?api-version=2015-06-01-preview&$filter={Uri.EscapeDataString(filter)}";

    /// <summary>Has a new stamp report.</summary>
    private async Task SendAsync(params UsageRecord[] records)
    {
        await rig.RegisterAsync("PayAsYouUse");
        using var response = await rig.PutAsync(rig.Batch(records));
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
    }
}
