using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Usage;

/// <summary>Usage from sample tenants to commerce and back, by the verbs of an operator, with both sides in another process.</summary>
public sealed class UsageStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    [Fact]
    public async Task Usage_CollectedWhileNotRegistered_ArrivesOnceRegisteredAndIsEqual()
    {
        await world.LoginAsync();
        await world.LoginStampAsync();

        // Nobody is registered: usage is collected and kept, and the status says so.
        (await world.JsonAsync("stamp", "workload", "start", "--history", "2d", "--tenants", "2", "--seed", "7")).ShouldExitWith(0)
            .Json.GetProperty("isHistoryComplete").GetBoolean().ShouldBeTrue();
        var kept = (await world.JsonAsync("usage", "status")).ShouldExitWith(0).Json.GetProperty("usage");
        kept.GetProperty("state").GetString().ShouldBe("NotRegistered");
        kept.GetProperty("waitingRecords").GetInt64().ShouldBeGreaterThan(1000);

        (await world.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldExitWith(0);
        await UntilUpToDateAsync();

        var equal = (await world.JsonAsync("usage", "reconcile")).ShouldExitWith(0).Json;
        equal.GetProperty("equal").GetBoolean().ShouldBeTrue();
        equal.GetProperty("compared").GetInt32().ShouldBeGreaterThan(20);
        equal.GetProperty("untied").GetArrayLength().ShouldBe(0);

        // Real records beside, twice: counted once.
        var file = Path.Combine(world.Folder, "UsageSummary.csv");
        await File.WriteAllTextAsync(file, Summary());
        (await world.JsonAsync("usage", "import", file)).ShouldExitWith(0).Json.GetProperty("accepted").GetInt32().ShouldBe(2);
        (await world.JsonAsync("usage", "import", file)).ShouldExitWith(0).Json.GetProperty("repeated").GetInt32().ShouldBe(2);
        await UntilUpToDateAsync();
        var imported = (await world.JsonAsync("usage", "reconcile", "--all")).ShouldExitWith(0).Json;
        imported.GetProperty("equal").GetBoolean().ShouldBeTrue();

        var bill = (await world.JsonAsync("customer", "preview")).ShouldExitWith(0).Json;
        bill.GetProperty("unmappedTenants").GetArrayLength().ShouldBe(3);

        var summary = (await world.RunAsync("usage", "summary", "--format", "csv")).ShouldExitWith(0).Output;
        summary.ShouldStartWith("subscription,name,meterId,meter,quantity,unit");
        summary.ShouldContain("Base VM Size Hours");
        (await world.RunAsync("usage", "summary", "--side", "commerce")).ShouldExitWith(0).Output.ShouldContain("Base VM Size Hours");
        var listed = (await world.JsonAsync("usage", "list", "--side", "commerce")).ShouldExitWith(0).Json;
        listed.EnumerateArray().First().GetProperty("stampSubscriptionId").ValueKind.ShouldBe(JsonValueKind.String);

        var exported = Path.Combine(world.Folder, "out.csv");
        (await world.JsonAsync("usage", "export", exported)).ShouldExitWith(0).Json.GetProperty("rows").GetInt32().ShouldBeGreaterThan(0);
        (await File.ReadAllTextAsync(exported)).ShouldStartWith("UsageStartTime,UsageEndTime,MeterName,Quantity,resourceType,location");
    }

    private async Task UntilUpToDateAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while ((await world.JsonAsync("usage", "status")).ShouldExitWith(0).Json.GetProperty("usage").GetProperty("state").GetString() != "UpToDate")
            patience.Token.ThrowIfCancellationRequested();
    }

    private static string Summary()
    {
        var day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-2);
        string Line(string meter, string amount) => FormattableString.Invariant(
            $"{day:yyyy-MM-dd}T00:00:00Z,{day.AddDays(1):yyyy-MM-dd}T00:00:00Z,,{amount},,local,,,,null,{meter},,5b000000-0000-4000-8000-00000000000b,/subscriptions/5b000000-0000-4000-8000-00000000000b/resourceGroups/r/providers/Microsoft.Network/publicIPAddresses/ip\n");
        return "UsageStartTime,UsageEndTime,MeterName,Quantity,resourceType,location,resourceGroup,resourceName,subowner,tags,MeterId,additionalInfo,subscription,resourceUri\n"
            + Line("F271A8A388C44D93956A063E1D2FA80B", "24") + Line("9E2739BA86744796B465F64674B822BA", "0.123456789");
    }
}
