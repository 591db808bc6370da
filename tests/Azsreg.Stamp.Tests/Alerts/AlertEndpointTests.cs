using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Alerts;

public sealed class AlertEndpointTests
{
    private const string Version = "2016-05-01";
    private const string ActiveOnly = "?$filter=(Properties/State eq 'Active')";

    [Fact]
    public async Task List_Unregistered_HasActivationRequiredInTheExactWords()
    {
        await using var stamp = await TestStamp.StartAsync();

        var alert = (await stamp.ReadAsync(stamp.RegionPath + "/alerts", Version))["value"]!.AsArray().ShouldHaveSingleItem()!;

        var properties = alert["properties"]!;
        alert["name"]!.GetValue<string>().ShouldBe($"local/{properties["alertId"]}");
        alert["type"]!.GetValue<string>().ShouldBe("Microsoft.InfrastructureInsights.Admin/regionHealths/alerts");
        properties["title"]!.GetValue<string>().ShouldBe("Activation Required");
        properties["severity"]!.GetValue<string>().ShouldBe("Warning");
        properties["state"]!.GetValue<string>().ShouldBe("Active");
        properties["closedTimestamp"]!.GetValue<string>().ShouldBe("");
        properties["description"]!.ToJsonString().ShouldBe(
            """
            [{"type":"Text","text":"Azure Stack is not activated."},{"type":"NewLine"},{"type":"Text","text":"With the pay-as-you-use billing model registration is an obligation: without it usage is not reported, and the licence terms are broken."}]
            """);
        properties["remediation"]!.AsArray().Select(token => token!["type"]!.GetValue<string>()).ShouldBe(["Text", "LinkBegin", "Text", "LinkEnd"]);
    }

    [Fact]
    public async Task Activate_ThenRemove_ClosesAndRaisesActivationRequired()
    {
        await using var stamp = await TestStamp.StartAsync();

        await stamp.ActivateAsync(stamp.MakeKey());
        var closed = (await stamp.ReadAsync(stamp.RegionPath + "/alerts", Version))["value"]!.AsArray().ShouldHaveSingleItem()!["properties"]!;
        await stamp.InvokeAsync(new RemoteCommand("Remove-AzureStackActivation"));

        closed["state"]!.GetValue<string>().ShouldBe("Closed");
        closed["closedTimestamp"]!.GetValue<string>().ShouldNotBeEmpty();
        (await TitlesAsync(stamp)).ShouldBe(["Activation Required"]);
    }

    [Fact]
    public async Task Heartbeat_AsTimeGoesBy_RaisesExpiringSoonThenExpired()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey(key => key with { BillingModel = "Capacity", Expires = "2099-06-01T00:00:00.0000000Z" }));
        (await TitlesAsync(stamp)).ShouldBeEmpty();

        stamp.Clock.Advance(new DateTimeOffset(2099, 5, 20, 0, 0, 0, TimeSpan.Zero) - stamp.Clock.GetUtcNow());
        await stamp.Services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(CancellationToken.None);
        var soon = await stamp.ActiveAlertsAsync();
        stamp.Clock.Advance(TimeSpan.FromDays(20));
        await stamp.Services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(CancellationToken.None);
        var expired = await stamp.ActiveAlertsAsync();

        soon.ShouldHaveSingleItem().Title.ShouldBe("Activation Expiring Soon");
        soon[0].Description[0].Text.ShouldBe("Your Azure Stack activation will expire on 2099-06-01T00:00:00Z");
        expired.ShouldHaveSingleItem().Title.ShouldBe("Activation Expired");
        expired[0].Description[0].Text.ShouldBe("Azure Stack activation expired. Please reactivate your Azure Stack.");
    }

    [Fact]
    public async Task Close_ByAPerson_TellsWhoAndTheHeartbeatRaisesItAnew()
    {
        await using var stamp = await TestStamp.StartAsync();
        var alert = await FirstAlertAsync(stamp);
        var path = $"{stamp.RegionPath}/alerts/{alert["properties"]!["alertId"]}";

        alert["properties"]!["state"] = "Closed";
        using var response = await stamp.SendAsync(HttpMethod.Put, path + "?user=anna", Version, alert);
        var closed = (await stamp.ReadAsync(path, Version))["properties"]!;
        await stamp.Services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(CancellationToken.None);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (closed["state"]!.GetValue<string>(), closed["closedByUserAlias"]!.GetValue<string>()).ShouldBe(("Closed", "anna"));
        (await TitlesAsync(stamp)).ShouldBe(["Activation Required"]);
    }

    [Fact]
    public async Task Close_WithoutUser_Is400()
    {
        await using var stamp = await TestStamp.StartAsync();
        var alert = await FirstAlertAsync(stamp);
        alert["properties"]!["state"] = "Closed";

        using var response = await stamp.SendAsync(HttpMethod.Put, $"{stamp.RegionPath}/alerts/{alert["properties"]!["alertId"]}", Version, alert);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("InvalidQueryParameter");
    }

    [Fact]
    public async Task Close_Reader_IsForbidden()
    {
        await using var stamp = await TestStamp.StartAsync();
        var alert = await FirstAlertAsync(stamp);
        alert["properties"]!["state"] = "Closed";
        var reader = await stamp.SignInAsAsync(StampRoleName.Reader);

        using var response = await stamp.SendAsync(HttpMethod.Put, $"{stamp.RegionPath}/alerts/{alert["properties"]!["alertId"]}?user=x", Version, alert, reader);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task GetRegionHealth_Unregistered_CountsOneWarning()
    {
        await using var stamp = await TestStamp.StartAsync();

        var region = await stamp.ReadAsync(stamp.RegionPath, Version);

        region["properties"]!["alertSummary"]!.ToJsonString().ShouldBe("""{"criticalAlertCount":0,"warningAlertCount":1}""");
        region["properties"]!["usageMetrics"]!.AsArray().Select(metric => metric!["name"]!.GetValue<string>())
            .ShouldBe(["Physical memory", "Physical storage", "Public IP address pools"]);
    }

    private static async Task<JsonNode> FirstAlertAsync(TestStamp stamp) =>
        (await stamp.ReadAsync(stamp.RegionPath + "/alerts", Version))["value"]![0]!.DeepClone();

    private static async Task<IEnumerable<string>> TitlesAsync(TestStamp stamp) =>
        (await stamp.ReadAsync(stamp.RegionPath + "/alerts" + ActiveOnly, Version))["value"]!.AsArray().Select(alert => alert!["properties"]!["title"]!.GetValue<string>());
}
