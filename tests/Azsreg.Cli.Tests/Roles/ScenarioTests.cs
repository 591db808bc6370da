using System.Globalization;
using System.Text.Json;

namespace Azsreg.Cli.Tests.Roles;

/// <summary>
/// Every scenario of <c>up --scenario</c> shows what <c>docs/scenarios.md</c> says, by what an operator types, with nobody signing in first. In one
/// process, as starting thirty would take a minute more.
/// </summary>
public sealed class ScenarioTests
{
    [Fact]
    public async Task Unregistered_CheckAndStatus_ShowAStampReadyToBeRegistered()
    {
        await using var world = await ScenarioStage.StartAsync("unregistered");

        var rows = await world.CheckAsync();
        var status = await world.StatusAsync();

        rows["provider"].State.ShouldBe("Ok");
        rows.Values.ShouldAllBe(row => row.State != "Failed");
        status.GetProperty("state").GetString().ShouldBe("NotRegistered");
        (await world.AlertsAsync()).ShouldBe(["Activation Required"]);
    }

    [Fact]
    public async Task ProviderNotRegistered_Check_SaysSoAndHowToMendIt()
    {
        await using var world = await ScenarioStage.StartAsync("provider-not-registered");

        var rows = await world.CheckAsync();

        rows["provider"].State.ShouldBe("Warning");
        rows["provider"].Fix.ShouldNotBeNull().ShouldContain("azsreg provider register Microsoft.AzureStack");
        (await world.StatusAsync()).GetProperty("state").GetString().ShouldBe("NotRegistered");
    }

    [Fact]
    public async Task Expiring_StatusAndAlerts_NameTheEndIn20Days()
    {
        await using var world = await ScenarioStage.StartAsync("expiring");

        var status = await world.StatusAsync();

        Expiration(status).ShouldBe(TimeProvider.System.GetUtcNow().AddDays(20), TimeSpan.FromHours(1));
        status.GetProperty("stampSide").GetProperty("activationState").GetString().ShouldBe("Active");
        (await world.AlertsAsync()).ShouldBe(["Activation Expiring Soon"]);
    }

    [Fact]
    public async Task Expired_StatusAndAlerts_SayThatItEnded10DaysAgo()
    {
        await using var world = await ScenarioStage.StartAsync("expired");

        var status = await world.StatusAsync();

        Expiration(status).ShouldBe(TimeProvider.System.GetUtcNow().AddDays(-10), TimeSpan.FromHours(1));
        status.GetProperty("state").GetString().ShouldBe("Differs");
        status.GetProperty("stampSide").GetProperty("activationState").GetString().ShouldBe("Expired");
        (await world.AlertsAsync()).ShouldBe(["Activation Expired"]);
        (await world.CheckAsync())["stamp's side"].State.ShouldBe("Warning");
    }

    [Fact]
    public async Task Disconnected_StatusAndFiles_ShowAStampWithoutBridge()
    {
        await using var world = await ScenarioStage.StartAsync("disconnected");

        var status = await world.StatusAsync();
        var bridge = (await world.CheckAsync())["bridge principal"];

        status.GetProperty("state").GetString().ShouldBe("Registered");
        foreach (var side in (string[])["azure", "stampSide"])
        {
            status.GetProperty(side).GetProperty("billingModel").GetString().ShouldBe("Capacity");
            status.GetProperty(side).GetProperty("marketplaceSyndication").GetBoolean().ShouldBeFalse();
            status.GetProperty(side).GetProperty("usageReporting").GetBoolean().ShouldBeFalse();
        }

        bridge.Seen.ShouldStartWith("none");
        (await world.AlertsAsync()).ShouldBeEmpty();
        Directory.GetFiles(world.Carried).Length.ShouldBe(2);
        foreach (var file in Directory.GetFiles(world.Carried)) await world.JsonAsync(0, "offline", "inspect", file);
    }

    [Fact]
    public async Task ForeignLock_CheckAndRemove_NameTheLockAndWhoseItIs()
    {
        await using var world = await ScenarioStage.StartAsync("foreign-lock");

        var locks = (await world.CheckAsync())["locks"];
        var refused = await world.JsonAsync(5, "registration", "remove", "--plan", "--cloud-admin-password-file", world.PasswordFile);

        locks.State.ShouldBe("Warning");
        locks.Seen.ShouldStartWith("'finance-hold' (CanNotDelete) on resource group azurestack: Audit of the year");
        refused.GetProperty("error").GetProperty("code").GetString().ShouldBe("AZR2106");
        refused.GetProperty("error").GetProperty("detail").GetString()!.ShouldContain("finance-hold");
    }

    [Fact]
    public async Task StampBefore1712_Check_SaysWhatItCannotDo()
    {
        await using var world = await ScenarioStage.StartAsync("stamp-before-1712");

        var version = (await world.CheckAsync())["stamp version"];

        version.State.ShouldBe("Warning");
        version.Seen.ShouldContain("before 1712 (1.0.180106.1)");
    }

    [Fact]
    public async Task PrincipalDeleted_CheckAndAlerts_NameTheCause()
    {
        await using var world = await ScenarioStage.StartAsync("principal-deleted");

        var rows = await world.CheckAsync();

        rows["bridge principal"].State.ShouldBe("Warning");
        rows["bridge principal"].Fix.ShouldNotBeNull().ShouldStartWith("azsreg registration set");
        (await world.AlertsAsync()).ShouldBe(["Azure Bridge Cannot Use Its Registration"]);
    }

    private static DateTimeOffset Expiration(JsonElement status) =>
        DateTimeOffset.Parse(status.GetProperty("stampSide").GetProperty("expiration").GetString()!, CultureInfo.InvariantCulture);
}
