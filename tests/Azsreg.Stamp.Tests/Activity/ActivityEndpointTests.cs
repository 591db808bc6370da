using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Activity;

public sealed class ActivityEndpointTests
{
    private const string Version = "2022-03-01";

    [Fact]
    public async Task List_AfterWorkAtBothDoors_TellsWhoWhatAndOutcomeNewestFirst()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.InvokeAsync(new Remoting.Client.RemoteCommand("Get-AzureStackStampInformation"));
        await CloseAlertAsync(stamp);

        var records = await ListAsync(stamp);

        var closed = records.First(record => Text(record, "action") == "Microsoft.InfrastructureInsights.Admin/regionHealths/alerts/write");
        (Text(closed, "caller"), Text(closed, "channel"), Text(closed, "outcome"), Text(closed, "detail"))
            .ShouldBe((TestStamp.Administrator, "User", "Succeeded", "closed by anna"));
        var signIn = records.First(record => Text(record, "action") == "PrivilegedEndpoint/signIn");
        (Text(signIn, "caller"), Text(signIn, "channel")).ShouldBe((@"AZURESTACK\CloudAdmin", "PrivilegedEndpoint"));
        records.ShouldContain(record => Text(record, "channel") == "SignIn" && Text(record, "caller") == TestStamp.Administrator);
        var times = records.Select(record => Text(record, "at")).ToList();
        times.ShouldBe(times.OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_ByPages_GivesEachRecordOnceThoughNewOnesCome()
    {
        await using var stamp = await TestStamp.StartAsync();
        for (var number = 0; number < 7; number++)
            await WriteAsync(stamp, $"target {number}");
        var path = $"{stamp.Provider}/providers/Microsoft.Fabric.Admin/auditRecords?$top=3";
        List<string> seen = [];

        for (var next = path; next is not null;)
        {
            var page = await stamp.ReadAsync(next, Version);
            seen.AddRange(page["value"]!.AsArray().Select(record => Text(record!, "id")));
            page["value"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(3);
            next = page["nextLink"]?.GetValue<string>() is { } link ? new Uri(link).PathAndQuery.Replace($"&api-version={Version}", "", StringComparison.Ordinal).Replace($"api-version={Version}&", "", StringComparison.Ordinal) : null;
            await WriteAsync(stamp, "came meanwhile");
        }

        seen.Count.ShouldBe(seen.Distinct().Count());
        seen.Count.ShouldBeGreaterThanOrEqualTo(8);
    }

    [Theory]
    [InlineData("search=rget%204", "target 4")]
    [InlineData("search=TARGET%204", "target 4")]
    [InlineData("search=100%25", "100% sure")]
    [InlineData("unsuccessful=true&search=refused-thing", "refused-thing")]
    public async Task List_WithText_FindsWhatContainsIt(string query, string target)
    {
        await using var stamp = await TestStamp.StartAsync();
        for (var number = 0; number < 7; number++)
            await WriteAsync(stamp, $"target {number}");
        await WriteAsync(stamp, "100% sure");
        await WriteAsync(stamp, "refused-thing", "Refused");

        var records = await ListAsync(stamp, query);

        records.Select(record => Text(record, "target")).ShouldBe([target]);
    }

    [Fact]
    public async Task List_ByKind_HoldsNothingOfOthers()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.InvokeAsync(new Remoting.Client.RemoteCommand("Get-AzureStackStampInformation"));
        await CloseAlertAsync(stamp);

        (await ListAsync(stamp, "kind=PrivilegedEndpoint")).Select(record => Text(record, "channel")).Distinct().ShouldBe(["PrivilegedEndpoint"]);
        (await ListAsync(stamp, "kind=administration")).Select(record => Text(record, "channel")).Distinct().ShouldBe(["User"]);
        (await ListAsync(stamp, "kind=SignIn")).Select(record => Text(record, "channel")).Distinct().Order().ShouldBe(["PrivilegedEndpoint", "SignIn"]);
    }

    [Theory]
    [InlineData("kind=nonsense")]
    [InlineData("kind=7")]
    [InlineData("unsuccessful=perhaps")]
    public async Task List_WithANonsenseFilter_Is400(string query)
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await stamp.GetAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/auditRecords?{query}", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("InvalidQueryParameter");
    }

    [Fact]
    public async Task List_RefusedSignIn_TellsTheNameAndNotThePassword()
    {
        await using var stamp = await TestStamp.StartAsync();
        var password = new Protocol.Secret("not-the-password-" + Guid.CreateVersion7());
        await Should.ThrowAsync<AzureClient.SignInException>(() => stamp.SignInAsync(TestStamp.Administrator, password));

        var records = await ListAsync(stamp, "unsuccessful=true");

        var refused = records.ShouldHaveSingleItem();
        (Text(refused, "caller"), Text(refused, "outcome"), Text(refused, "channel")).ShouldBe((TestStamp.Administrator, "Refused", "SignIn"));
        refused.ToJsonString().ShouldNotContain(password.Reveal());
    }

    [Fact]
    public async Task List_WithoutARole_IsForbiddenAndAudited()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.Services.GetRequiredService<Identity.IdentityDirectory>().CreateUserAsync(new Identity.NewUser
        {
            TenantId = stamp.Facts.AdminTenantId, UserPrincipalName = "nobody@azurestack.local", DisplayName = "nobody", Password = new Protocol.Secret("Nobody-At-All-19"),
        });
        var token = await stamp.SignInAsync("nobody@azurestack.local", new Protocol.Secret("Nobody-At-All-19"));

        using var response = await stamp.SendAsync(HttpMethod.Get, $"{stamp.Provider}/providers/Microsoft.Fabric.Admin/auditRecords", Version, token: token);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stamp.AuditAsync()).ShouldContain(row => row.Caller == "nobody@azurestack.local" && row.Action == StampActions.ReadAudit && row.Outcome == "Refused");
    }

    [Fact]
    public async Task Sessions_OneClosedOneOpen_TellWhoAndState()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.InvokeAsync(new Remoting.Client.RemoteCommand("Get-AzureStackStampInformation"));
        await using var open = await stamp.OpenSessionAsync();
        await open.InvokeAsync(new Remoting.Client.RemoteCommand("Get-AzureStackStampInformation"));

        var sessions = (await stamp.ReadAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/privilegedEndpointSessions", Version))["value"]!.AsArray();

        sessions.Select(session => Text(session!, "user")).Distinct().ShouldBe([@"AZURESTACK\CloudAdmin"]);
        sessions.Select(session => Text(session!, "state")).Order().ShouldBe(["Closed", "Open"]);
        sessions.ShouldAllBe(session => session!["openedAt"] != null && session["bytes"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Transcript_OfASession_IsReadByPagesInItsOrderAndAudited()
    {
        await using var stamp = await TestStamp.StartAsync();
        await using (var session = await stamp.OpenSessionAsync())
        {
            for (var number = 0; number < 80; number++)
                await session.InvokeAsync(new Remoting.Client.RemoteCommand("Get-AzureStackStampInformation"));
        }

        var sessions = await stamp.ReadAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/privilegedEndpointSessions", Version);
        var path = $"{stamp.Provider}/providers/Microsoft.Fabric.Admin/privilegedEndpointSessions/{sessions["value"]![0]!["id"]}/transcript?$top=50";
        List<JsonNode> lines = [];
        for (var next = path; next is not null;)
        {
            var page = await stamp.ReadAsync(next, Version);
            lines.AddRange(page["value"]!.AsArray().Select(line => line!));
            next = page["nextLink"]?.GetValue<string>() is { } link ? new Uri(link).PathAndQuery.Replace($"&api-version={Version}", "", StringComparison.Ordinal).Replace($"api-version={Version}&", "", StringComparison.Ordinal) : null;
        }

        Text(lines[0], "kind").ShouldBe("SessionOpened");
        lines.Count(line => Text(line, "kind") == "Command").ShouldBe(80);
        lines.Count(line => Text(line, "kind") == "Output").ShouldBe(80);
        (await stamp.AuditAsync()).Count(row => row.Action == StampActions.ReadTranscripts).ShouldBe(1);
    }

    [Fact]
    public async Task Transcript_HandedOut_Is404InWordsThatSayWhy()
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await stamp.GetAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/privilegedEndpointSessions/{Guid.CreateVersion7()}/transcript", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var (code, message) = await TestStamp.ErrorOfAsync(response);
        code.ShouldBe("TranscriptNotFound");
        message.ShouldContain("Close-PrivilegedEndpoint");
    }

    [Fact]
    public async Task Sessions_AfterARestart_TellTheOneThatWasInterrupted()
    {
        await using var stamp = await TestStamp.StartAsync();
        Directory.CreateDirectory(Path.Combine(stamp.Folder, "transcripts"));
        await File.WriteAllTextAsync(
            Path.Combine(stamp.Folder, "transcripts", "Transcripts_20260101T000000_0198c0de00007000800000000000beef.txt"),
            "2026-01-01T00:00:00.0000000Z AZURESTACK\\CloudAdmin SessionOpened: AZURESTACK\\CloudAdmin\n2026-01-01T00:00:01.0000000Z AZURESTACK\\CloudAdmin Command: Get-Command\n",
            TestContext.Current.CancellationToken);

        var session = (await stamp.ReadAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/privilegedEndpointSessions", Version))["value"]!.AsArray().ShouldHaveSingleItem()!;

        (Text(session, "state"), Text(session, "openedAt"), Text(session, "lastLineAt")).ShouldBe(("Interrupted", "2026-01-01T00:00:00.0000000Z", "2026-01-01T00:00:01.0000000Z"));
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(TestStamp stamp, string query = "kind=All") =>
        [.. (await stamp.ReadAsync($"{stamp.Provider}/providers/Microsoft.Fabric.Admin/auditRecords?{query}", Version))["value"]!.AsArray().Select(record => record!)];

    private static Task WriteAsync(TestStamp stamp, string target, string outcome = "Succeeded") =>
        stamp.Services.GetRequiredService<AuditLog>().WriteAsync(StampCaller.Stamp, "Test/write", target, outcome);

    private static async Task CloseAlertAsync(TestStamp stamp)
    {
        var alert = (await stamp.ReadAsync(stamp.RegionPath + "/alerts", "2016-05-01"))["value"]![0]!.DeepClone();
        alert["properties"]!["state"] = "Closed";
        using var response = await stamp.SendAsync(HttpMethod.Put, $"{stamp.RegionPath}/alerts/{alert["properties"]!["alertId"]}?user=anna", "2016-05-01", alert);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
