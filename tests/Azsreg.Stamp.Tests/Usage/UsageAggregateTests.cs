using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Usage;

/// <summary>The usage API over its socket, by literal JSON.</summary>
public sealed class UsageAggregateTests(UsageAggregateTests.ReportedStamp reported) : IClassFixture<UsageAggregateTests.ReportedStamp>
{
    private readonly TestStamp _stamp = reported.Stamp;

    [Fact]
    public async Task List_Hourly_IsTheRecordedShapeByReportedTime()
    {
        var day = reported.Day;

        var page = await ReadAsync($"reportedStartTime={Time(day.AddHours(2))}&reportedEndTime={Time(day.AddHours(3))}&aggregationGranularity=hourly");

        page["nextLink"].ShouldBeNull();
        var row = page["value"]!.AsArray().Single(one => one!["properties"]!["instanceData"]!.GetValue<string>().Contains("vm1\"", StringComparison.Ordinal))!;
        var name = $"{UsageRig.Subscription}-{UsageRig.BaseVm}";
        // JSON in a string, and the additional information in it once more as a string, as recorded.
        var instance = JsonValue.Create(
            $$$"""{"Microsoft.Resources":{"resourceUri":"{{{UsageRig.Machine(1)}}}","location":"local","tags":"","additionalInfo":"{\"ServiceType\":\"Standard_F2s\"}"}}""").ToJsonString();
        JsonNode.DeepEquals(row, JsonNode.Parse($$"""
            {
              "id": "{{_stamp.Provider}}/providers/Microsoft.Commerce/UsageAggregate/{{name}}",
              "name": "{{name}}",
              "type": "Microsoft.Commerce/UsageAggregate",
              "properties": {
                "name": "{{name}}",
                "subscriptionId": "{{UsageRig.Subscription}}",
                "usageStartTime": "{{day.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}",
                "usageEndTime": "{{day.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}}",
                "instanceData": {{instance}},
                "quantity": 2.5,
                "meterId": "{{UsageRig.BaseVm}}"
              }
            }
            """)).ShouldBeTrue(row.ToJsonString());
    }

    [Fact]
    public async Task List_Daily_SumsTheDayAndLeavesLateAmountsInTheDayTheyWereReported()
    {
        var day = reported.Day;

        var first = await ReadAsync($"reportedStartTime={Time(day)}&reportedEndTime={Time(day.AddDays(1))}&aggregationGranularity=Daily&subscriberId={UsageRig.Subscription}");
        var next = await ReadAsync($"reportedStartTime={Time(day.AddDays(1))}&reportedEndTime={Time(day.AddDays(2))}");

        Quantity(first, 1).ShouldBe(3 * 2.5m);
        Quantity(next, 1).ShouldBe(0.25m);
        next["value"]!.AsArray().Single(Of(1))!["properties"]!["usageStartTime"]!.GetValue<string>().ShouldBe(day.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task List_MoreThanAPage_GoesOnByContinuationTokenWithoutGapOrRepeat()
    {
        var query = $"reportedStartTime={Time(reported.Day)}&reportedEndTime={Time(reported.Day.AddDays(2))}&aggregationGranularity=Hourly";
        var rows = new List<string>();
        var pages = 0;
        for (string? next = $"{Path}?{query}&api-version={UsageRig.Version}"; next is not null; pages++)
        {
            var page = await ReadLinkAsync(next);
            var listed = page["value"]!.AsArray();
            listed.Count.ShouldBeLessThanOrEqualTo(1000);
            rows.AddRange(listed.Select(row => row!["properties"]!["instanceData"]! + row["properties"]!["usageStartTime"]!.GetValue<string>() + row["properties"]!["quantity"]));
            next = (string?)page["nextLink"] is { } link ? new Uri(link).PathAndQuery : null;
        }

        pages.ShouldBe(2);
        rows.Count.ShouldBe((3 * ReportedStamp.Machines) + 1);
        rows.Distinct().Count().ShouldBe(rows.Count);
    }

    [Theory]
    [InlineData("", "InvalidProperty", "reportedStartTime")]
    [InlineData("reportedStartTime=2020-01-01T00:30:00Z&reportedEndTime=2020-01-02T00:00:00Z&aggregationGranularity=Hourly", "InvalidProperty", "on the hour")]
    [InlineData("reportedStartTime=2020-01-01T01:00:00Z&reportedEndTime=2020-01-02T00:00:00Z", "InvalidProperty", "at midnight")]
    [InlineData("reportedStartTime=2020-01-01T00:00:00%2b02:00&reportedEndTime=2020-01-02T00:00:00Z", "InvalidProperty", "UTC")]
    [InlineData("reportedStartTime=2020-01-02T00:00:00Z&reportedEndTime=2020-01-01T00:00:00Z", "InvalidProperty", "later than")]
    [InlineData("reportedStartTime=2020-01-01T00:00:00Z&reportedEndTime=2999-01-01T00:00:00Z", "RequestEndTimeIsInFuture", "future")]
    [InlineData("reportedStartTime=2020-01-01T00:00:00Z&reportedEndTime=2020-01-02T00:00:00Z&aggregationGranularity=Weekly", "InvalidAggregationGranularity", "Hourly")]
    [InlineData("reportedStartTime=2020-01-01T00:00:00Z&reportedEndTime=2020-01-02T00:00:00Z&subscriberId=none", "SubscriberIdIsNotDirectTenant", "none")]
    [InlineData("reportedStartTime=2020-01-01T00:00:00Z&reportedEndTime=2020-01-02T00:00:00Z&continuationToken=AAAA", "InvalidProperty", "continuationToken")]
    public async Task List_ParametersWrong_Is400WithTheDocumentedCode(string query, string code, string words)
    {
        using var response = await _stamp.GetAsync($"{Path}?{query}", UsageRig.Version);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await TestStamp.ErrorOfAsync(response);
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(words);
    }

    [Fact]
    public async Task List_WithoutApiVersion_IsItsOwnCode()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_stamp.AdminUrl, Path));
        request.Headers.Authorization = new("Bearer", (await _stamp.SignInAsync()).Reveal());
        using var client = new HttpClient(_stamp.Handler, disposeHandler: false);
        using var response = await client.SendAsync(request);

        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("NoApiVersion");
    }

    [Fact]
    public async Task List_CurrentDay_Is202NotCompleted()
    {
        var now = _stamp.Clock.GetUtcNow();
        var end = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        // In the first hour of a day the hour's start is midnight, which may be asked for.
        if (end.Hour == 0)
        {
            _stamp.Clock.Advance(TimeSpan.FromHours(1));
            end = end.AddHours(1);
        }

        using var response = await _stamp.GetAsync($"{Path}?reportedStartTime=2020-01-01T00:00:00Z&reportedEndTime={Time(end)}&aggregationGranularity=Hourly", UsageRig.Version);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe("ProcessingNotCompleted");
    }

    [Fact]
    public async Task List_Tenant_IsOfItsSubscriptionOnly()
    {
        var path = $"/subscriptions/{UsageRig.Subscription}/providers/Microsoft.Commerce/UsageAggregates";

        var page = await _stamp.ReadAsync($"{path}?reportedStartTime={Time(reported.Day.AddDays(1))}&reportedEndTime={Time(reported.Day.AddDays(2))}", UsageRig.Version);

        page["value"]!.AsArray().Single()!["id"]!.GetValue<string>().ShouldStartWith($"/subscriptions/{UsageRig.Subscription}/providers/Microsoft.Commerce/");
    }

    [Theory]
    [InlineData("/subscriptions/" + UsageRig.Subscription, "2022-12-01")]
    [InlineData("/subscriptions/" + UsageRig.Subscription + "/providers/Microsoft.Commerce.Admin/usageBridge/default", UsageRig.Version)]
    public async Task Get_TenantsSubscriptionForAnythingElse_IsRefused(string path, string version)
    {
        using var response = await _stamp.GetAsync(path, version);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Report_ReaderOfTheStamp_IsRefused()
    {
        var token = await _stamp.SignInAsAsync(StampRoleName.Reader);

        using var response = await _stamp.SendAsync(
            HttpMethod.Post, $"{_stamp.Provider}/providers/Microsoft.Commerce.Admin/reportUsage", UsageRig.Version, new JsonObject { ["reports"] = new JsonArray() }, token);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private string Path => $"{_stamp.Provider}/providers/Microsoft.Commerce.Admin/subscriberUsageAggregates";

    private Task<JsonNode> ReadAsync(string query) => _stamp.ReadAsync($"{Path}?{query}", UsageRig.Version);

    private async Task<JsonNode> ReadLinkAsync(string pathAndQuery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_stamp.AdminUrl, pathAndQuery));
        request.Headers.Authorization = new("Bearer", (await _stamp.SignInAsync()).Reveal());
        using var client = new HttpClient(_stamp.Handler, disposeHandler: false);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    private static decimal Quantity(JsonNode page, int machine) => page["value"]!.AsArray().Single(Of(machine))!["properties"]!["quantity"]!.GetValue<decimal>();

    private static Func<JsonNode?, bool> Of(int machine) => row => row!["properties"]!["instanceData"]!.GetValue<string>().Contains($"vm{machine}\"", StringComparison.Ordinal);

    private static string Time(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    /// <summary>A stamp with three hours of 500 machines, reported on one day, and a late amount reported on the next.</summary>
    public sealed class ReportedStamp : IAsyncLifetime
    {
        public const int Machines = 500;

        internal TestStamp Stamp { get; private set; } = null!;

        /// <summary>Midnight of the day of the reports, three days ago.</summary>
        public DateTimeOffset Day { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Stamp = await TestStamp.StartAsync();
            Day = new DateTimeOffset(Stamp.Clock.GetUtcNow().UtcDateTime.Date.AddDays(-3), TimeSpan.Zero);
            var first = UsageRecordId.HourOf(Day);
            var reports = Enumerable.Range(first, 3).SelectMany(hour => Enumerable.Range(1, Machines).Select(number =>
                UsageRig.Report(Stamp, number, 2.5m) with { Hour = hour, ReportedAt = UsageRecordId.HourStart(hour + 1).AddMinutes(5) }));
            var late = UsageRig.Report(Stamp, 1, 0.25m, revision: 1) with { Hour = first + 1, ReportedAt = Day.AddDays(1).AddHours(4) };
            (await UsageRig.ReportAsync(Stamp, [.. reports, late])).Refused.ShouldBeEmpty();
        }

        public ValueTask DisposeAsync() => Stamp.DisposeAsync();
    }
}
