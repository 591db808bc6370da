namespace Azsreg.Cli.Tests.Usage;

/// <summary>Usage between a real stamp and a real commerce whose clocks disagree: nothing is counted twice, lost, or moved to another hour.</summary>
public sealed class ClockLawTests(PreparedWorld prepared) : IClassFixture<PreparedWorld>
{
    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task Stamp_ClockWrongByHours_IsEqualOnceMended(int hours)
    {
        await using var world = await ClockWorld.StartAsync(prepared);
        var now = ClockWorld.HourOf(TimeProvider.System.GetUtcNow());
        await world.UseAsync("before", now.AddHours(-1));
        await world.UntilUpToDateAsync();

        world.Stamp.Offset = TimeSpan.FromHours(hours);
        await world.UseAsync("meanwhile", now.AddHours(hours - 1), now.AddHours(hours));
        world.Stamp.Offset = TimeSpan.Zero;
        await world.UseAsync("after", now.AddHours(-1));
        await world.UntilUpToDateAsync();

        (await world.CountedAsync()).ShouldBe(
            [("before", now.AddHours(-1)), ("after", now.AddHours(-1)), ("meanwhile", now.AddHours(hours - 1)), ("meanwhile", now.AddHours(hours))], ignoreOrder: true);
        await world.ShouldBeEqualAsync(4);
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task Azure_ClockWrongByHours_IsEqualOnceMended(int hours)
    {
        await using var world = await ClockWorld.StartAsync(prepared);
        var now = ClockWorld.HourOf(TimeProvider.System.GetUtcNow());
        await world.UseAsync("before", now.AddHours(-1));
        await world.UntilUpToDateAsync();

        world.Azure.Offset = TimeSpan.FromHours(hours);
        await world.UseAsync("meanwhile", now.AddHours(-2), now.AddHours(-1), now);
        // It is told or refused, but in the end it is not lost.
        await world.UntilAsync(usage => usage.GetProperty("waitingRecords").GetInt64() == 0 || usage.GetProperty("failureCode").GetString() is not null);
        world.Azure.Offset = TimeSpan.Zero;
        await world.UseAsync("after", now);
        await world.UntilUpToDateAsync();

        (await world.CountedAsync()).Select(row => row.Hour).Order().ShouldBe([now.AddHours(-2), now.AddHours(-1), now.AddHours(-1), now, now]);
        await world.ShouldBeEqualAsync(5);
    }

    [Fact]
    public async Task Stamp_ClockAheadByMoreThanADay_IsRefusedByNameAndTakenOnceItsHourHasCome()
    {
        await using var world = await ClockWorld.StartAsync(prepared);
        var now = ClockWorld.HourOf(TimeProvider.System.GetUtcNow());
        world.Stamp.Offset = TimeSpan.FromHours(30);
        await world.UseAsync("ahead", now.AddHours(30));
        world.Stamp.Offset = TimeSpan.Zero;
        await world.UseAsync("right", now);

        var refused = await world.UntilAsync(usage => usage.GetProperty("refusedRecords").GetInt64() == 1 && usage.GetProperty("waitingRecords").GetInt64() == 0);
        refused.GetProperty("state").GetString().ShouldBe("UpToDate");
        (await world.RunAsync("usage", "status", "--refused")).Out.ShouldContain("UsageInFuture");
        (await world.CountedAsync()).ShouldBe([("right", now)]);

        // The hours pass for both.
        world.Azure.Offset = world.Stamp.Offset = TimeSpan.FromHours(31);
        await world.UseAsync("later", now.AddHours(30));
        await world.UntilUpToDateAsync();

        (await world.CountedAsync()).ShouldBe([("right", now), ("ahead", now.AddHours(30)), ("later", now.AddHours(30))]);
        world.Azure.Offset = world.Stamp.Offset = TimeSpan.Zero;
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task Stamp_ClockWrongAtTheChangeOfMonth_EachHourCountsInItsOwnMonth(int hours)
    {
        await using var world = await ClockWorld.StartAsync(prepared);
        var today = TimeProvider.System.GetUtcNow();
        var month = new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        // Two minutes before midnight at Azure; the stamp takes it for another month's evening or morning.
        world.Azure.Offset = month.AddMinutes(-2) - today;
        world.Stamp.Offset = world.Azure.Offset + TimeSpan.FromHours(hours);
        await world.UseAsync("wrong", ClockWorld.HourOf(month.AddMinutes(-2).AddHours(hours)));
        world.Stamp.Offset = world.Azure.Offset;
        await world.UseAsync("right", month.AddHours(-1));

        world.Azure.Offset = world.Stamp.Offset = month.AddMinutes(5) - today;
        await world.UseAsync("right", month);
        await world.UntilUpToDateAsync();

        var wrong = DateOnly.FromDateTime(month.AddMinutes(-2).AddHours(hours).UtcDateTime);
        var (last, first) = (DateOnly.FromDateTime(month.AddDays(-1).UtcDateTime), DateOnly.FromDateTime(month.UtcDateTime));
        (await world.DaysAsync()).ShouldBe([(last, wrong == last ? 2 : 1), (first, wrong == first ? 2 : 1)]);
        (await world.CountedAsync()).Count.ShouldBe(3);
    }
}
