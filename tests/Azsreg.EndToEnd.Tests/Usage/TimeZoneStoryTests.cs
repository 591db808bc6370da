using System.Globalization;

namespace Azsreg.EndToEnd.Tests.Usage;

/// <summary>Both sides and the operator in a time zone whose clock was changed, with usage of the hours around the change and around a change of month.</summary>
public sealed class TimeZoneStoryTests
{
    private const string Meter = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5";
    private const string Tenant = "5b000000-0000-4000-8000-00000000000b";

    [Theory]
    [InlineData("Europe/Berlin", 1)]
    [InlineData("America/New_York", 6)]
    public async Task Usage_OfTheHoursOfAClockChange_StandsInItsOwnHourAndDay(string zone, int hourOfChange)
    {
        var change = LastChange(zone, hourOfChange);
        await using var world = new LocalWorld { Settings = new Dictionary<string, string> { ["TZ"] = zone } };
        await world.InitializeAsync();
        await world.LoginAsync();
        await world.LoginStampAsync();
        (await world.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldExitWith(0);

        // From the evening before to the morning after, and over the beginning of that month.
        var month = new DateTimeOffset(change.Year, change.Month, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset[] hours = [.. Enumerable.Range(-8, 20).Select(offset => change.AddHours(offset)), .. Enumerable.Range(-7, 14).Select(offset => month.AddHours(offset))];
        hours = [.. hours.Distinct().Order()];
        var file = Path.Combine(world.Folder, "usage.csv");
        // As US English Windows writes times, which name no zone: they are UTC.
        await File.WriteAllLinesAsync(
            file,
            [
                "UsageStartTime,UsageEndTime,Quantity,location,MeterId,subscription,resourceUri",
                .. hours.Select((hour, number) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hour:M/d/yyyy h:mm:ss tt},{hour.AddHours(1):M/d/yyyy h:mm:ss tt},{number + 1}.000000001,local,{Meter},{Tenant},/subscriptions/{Tenant}/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/vm")),
            ]);
        var inZone = new Dictionary<string, string> { ["TZ"] = zone };
        (await AzsregProgram.RunAsync(["usage", "import", file, "--data", world.Folder, "--output", "json"], environment: inZone))
            .ShouldExitWith(0).Json.GetProperty("accepted").GetInt32().ShouldBe(hours.Length);
        await UntilUpToDateAsync(world);

        var now = TimeProvider.System.GetUtcNow();
        var listed = (await AzsregProgram.RunAsync(
            ["usage", "list", "--side", "commerce", "--hourly", "--from", $"{now.AddDays(-1):yyyy-MM-dd}", "--data", world.Folder, "--output", "json"], environment: inZone)).ShouldExitWith(0).Json;
        var rows = listed.EnumerateArray().Where(row => row.GetProperty("stampSubscriptionId").GetString() == Tenant)
            .Select(row => (row.GetProperty("usageStartTime").GetDateTimeOffset().ToUniversalTime(), row.GetProperty("quantity").GetDecimal())).Order();
        rows.ShouldBe(hours.Select((hour, number) => (hour, number + 1.000000001m)));

        var reconciled = (await AzsregProgram.RunAsync(
            ["usage", "reconcile", "--all", "--from", $"{hours[0]:yyyy-MM-dd}", "--to", $"{hours[^1].AddDays(1):yyyy-MM-dd}", "--data", world.Folder, "--output", "json"], environment: inZone))
            .ShouldExitWith(0).Json;
        reconciled.GetProperty("equal").GetBoolean().ShouldBeTrue();
        reconciled.GetProperty("compared").GetInt32().ShouldBe(hours.Select(hour => hour.UtcDateTime.Date).Distinct().Count());
    }

    // The hour in UTC at which the clock was changed last: a Sunday, by the zone's own rules.
    private static DateTimeOffset LastChange(string zone, int hourOfChange)
    {
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var now = TimeProvider.System.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        while (rules.GetUtcOffset(hour) == rules.GetUtcOffset(hour.AddHours(-1)))
            hour = hour.AddHours(-1);
        // In spring New York changes an hour later in UTC.
        hour.Hour.ShouldBeOneOf(hourOfChange, hourOfChange + 1);
        return hour;
    }

    private static async Task UntilUpToDateAsync(LocalWorld world)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while ((await world.JsonAsync("usage", "status")).ShouldExitWith(0).Json.GetProperty("usage").GetProperty("state").GetString() != "UpToDate")
            patience.Token.ThrowIfCancellationRequested();
    }
}
