using System.Diagnostics;
using Azsreg.Tests.Shared;

namespace Azsreg.Soak.Tests;

/// <summary>
/// Usage over a line that cuts, doubles and reorders, while the stamp, the replica in use and PostgreSQL are killed again and again, across a
/// re-registration and a change of subscription: each record is counted once and none is missing.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output) : IDisposable
{
    // Further ahead than the test lasts, and within the day commerce allows for clocks that are wrong.
    private const int HoursAhead = 6;

    private readonly SoakForm _form = SoakForm.Current;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly SemaphoreSlim _mayFeed = new(1, 1);
    private double _feedUpTo = 0.2;
    private long _fedFrom;

    [Fact]
    public async Task Usage_KillsAndABadLine_IsCountedOnceAndWhole()
    {
        Assert.SkipWhen(PostgreSqlServer.Missing is not null, PostgreSqlServer.Missing ?? "");
        Tell($"seed {_form.Seed} (AZSREG_SEED={_form.Seed} repeats it)");
        await using var world = await SoakWorld.StartAsync(_form.Seed);
        var thisHour = (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3600);
        var hours = _form.Records / _form.Resources;
        var feed = new UsageFeed(_form.Seed, _form.Resources, thisHour - hours);
        var ahead = (long)(hours + HoursAhead) * _form.Resources;
        Tell("started");

        using var killer = new Killer(world, _form.Seed, _form.LongestPause, _form.BatchesBetweenKills);
        using var stop = new CancellationTokenSource();
        var killing = killer.RunAsync(stop.Token);
        _fedFrom = Stopwatch.GetTimestamp();
        var feeding = FeedAsync(world, feed, killer, stop.Token);
        var beside = new[] { killing, feeding };
        try
        {
            world.Line.IsFaulty = true;
            await RegistrationAsync(world, killer, "set", "--billing-model", "PayAsYouUse");
            using (await killer.HoldAsync())
                await world.DoneAsync("stamp", "workload", "start", "--history", "2d", "--tenants", "1", "--seed", $"{_form.Seed}");
            Tell("registered");

            await FedAsync(feed, beside, 0.3, upTo: 0.5);
            await RegistrationAsync(world, killer, "set", "--reregister");
            Tell("registered again");

            await FedAsync(feed, beside, 0.48, upTo: 0.6);
            await ChangeSubscriptionAsync(world, feed, killer, ahead);
            Tell("changed the subscription");

            await FedAsync(feed, beside, 0.5, upTo: 1);
            await feeding;
            await UntilAsync(() => killer.Total >= _form.Kills, beside);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(beside).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await killing;
        world.Line.IsFaulty = false;
        await world.Line.SettleAsync();
        await world.DoneAsync("stamp", "workload", "stop");
        await killer.KillStampAsync();
        await UntilUpToDateAsync(world, killer);
        // What was overtaken long ago comes now, to commerce that has counted everything.
        await world.Line.SettleAsync();
        Tell("quiet");

        await CompareAsync(world, feed, killer);
    }

    public void Dispose() => _mayFeed.Dispose();

    /// <summary>Enters everything, by requests and by files, with late amounts of what was entered before.</summary>
    private async Task FeedAsync(SoakWorld world, UsageFeed feed, Killer killer, CancellationToken stop)
    {
        var chunks = _form.Records / _form.AtOnce;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            // As much of the records as of the kills and of the time, so that none ends before the others.
            var share = (double)chunk / chunks;
            while (share > (killer.Total + 3.0) / _form.Kills || share >= Volatile.Read(ref _feedUpTo) || Stopwatch.GetElapsedTime(_fedFrom) < share * _form.Length)
                await Task.Delay(100, stop);
            await _mayFeed.WaitAsync(stop);
            try
            {
                var entries = feed.Take((long)chunk * _form.AtOnce, _form.AtOnce);
                if (chunk % 10 == 4)
                    await world.ImportAsync(entries);
                else
                    await world.Door.ReportAsync(entries);
                feed.Add(entries);
                if (chunk % 4 == 3)
                {
                    var late = feed.Late((long)(chunk - 3) * _form.AtOnce, _form.AtOnce / 40, 40);
                    await world.Door.ReportAsync(late);
                    feed.Add(late);
                }

                if (chunk % Math.Max(1, chunks / 20) == 0)
                    Tell($"{feed.Entered} entered, {killer.Total} kills ({killer.Summary})");
            }
            finally
            {
                _mayFeed.Release();
            }
        }
    }

    /// <summary>
    /// Moves the registration, with records of hours to come on both sides of the move: those commerce took before stay the first subscription's, among
    /// them a batch whose acknowledgement never arrived, which is sent again by the new activation.
    /// </summary>
    private async Task ChangeSubscriptionAsync(SoakWorld world, UsageFeed feed, Killer killer, long ahead)
    {
        await _mayFeed.WaitAsync();
        try
        {
            await EnterAsync(world, feed, feed.Take(ahead, 700, "before"));
            await UntilUpToDateAsync(world, killer);
            using (await killer.HoldAsync())
            {
                var lost = world.Line.LoseAcknowledgement();
                await EnterAsync(world, feed, feed.Take(ahead, 900, "lost"));
                await lost.WaitAsync(_form.Patience);
            }

            await RegistrationAsync(world, killer, "remove", "--subscription", world.FirstSubscription);
            world.Line.Mend();
            await world.DoneAsync("account", "set", "--subscription", world.SecondSubscription);
            await RegistrationAsync(world, killer, "set", "--billing-model", "PayAsYouUse");
            await EnterAsync(world, feed, feed.Take(ahead, 800, "after"));
        }
        finally
        {
            _mayFeed.Release();
        }
    }

    private async Task CompareAsync(SoakWorld world, UsageFeed feed, Killer killer)
    {
        var sides = new BothSides(world.StampDatabase, world.CommerceDatabase);
        var records = await sides.ShouldBeEqualAsync(feed);
        await sides.CommerceShouldAgreeWithItselfAsync();
        var payers = await sides.PayersAsync();
        payers["before"].ShouldBe([(world.FirstSubscription, 700L)]);
        payers["lost"].ShouldBe([(world.FirstSubscription, 900L)]);
        payers["after"].ShouldBe([(world.SecondSubscription, 800L)]);
        payers["steady"].Select(row => row.Payer).ShouldBe([world.FirstSubscription]);
        world.Line.Differing.ShouldBeEmpty();
        Tell($"{records} records on both sides, {feed.Entered} of them entered");

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var reconciled = (await world.DoneAsync(
            "usage", "reconcile", "--from", $"{today.AddDays(-2 - (_form.Records / _form.Resources / 24)):yyyy-MM-dd}", "--to", $"{today.AddDays(2):yyyy-MM-dd}",
            "--also-subscription", world.FirstSubscription)).Json;
        reconciled.GetProperty("equal").GetBoolean().ShouldBeTrue(reconciled.ToString());
        reconciled.GetProperty("compared").GetInt32().ShouldBeGreaterThan(50);
        Tell($"reconcile compared {reconciled.GetProperty("compared")} totals");
        Tell($"{killer.Total} kills ({killer.Summary}), {killer.WithinABatch} of replicas with a batch in hand; {world.Line.Answered} batches; "
            + string.Join(", ", world.Line.Met.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")));
        killer.Total.ShouldBeGreaterThanOrEqualTo(_form.Kills);
        foreach (var whom in new[] { "stamp", "replica", "PostgreSQL" })
            killer.Of(whom).ShouldBePositive(whom);
        Enum.GetValues<LineFault>().Except(world.Line.Met.Keys).ShouldBeEmpty();
    }

    private static async Task EnterAsync(SoakWorld world, UsageFeed feed, IReadOnlyList<UsageEntry> entries)
    {
        await world.Door.ReportAsync(entries);
        feed.Add(entries);
    }

    private async Task RegistrationAsync(SoakWorld world, Killer killer, string verb, params string[] options)
    {
        for (var tries = 0; tries < _form.TriesUnderKills; tries++)
        {
            if (await world.TryRegistrationAsync(verb, options) is { ExitCode: 0 })
                return;
        }

        using var held = await killer.HoldAsync();
        await world.RegistrationAsync(verb, options);
    }

    /// <summary>Lets records be entered up to a share of all, and waits for a smaller one: what follows then happens while they are.</summary>
    private Task FedAsync(UsageFeed feed, Task[] beside, double share, double upTo)
    {
        Volatile.Write(ref _feedUpTo, upTo);
        return UntilAsync(() => feed.Entered >= _form.Records * share, beside);
    }

    /// <summary>Waits for what comes of that which goes on beside; where one of those failed it would never come.</summary>
    private static async Task UntilAsync(Func<bool> isSo, Task[] beside)
    {
        while (!isSo())
        {
            foreach (var failed in beside.Where(one => one.IsFaulted))
                await failed;
            await Task.Delay(50);
        }
    }

    /// <summary>Until commerce has acknowledged everything. A stamp that waits longer and longer after failures is woken by another kill.</summary>
    private async Task UntilUpToDateAsync(SoakWorld world, Killer killer)
    {
        var from = Stopwatch.GetTimestamp();
        var (moved, fewest) = (from, long.MaxValue);
        while (true)
        {
            var (state, waiting, refused, failure) = await world.Door.StatusAsync();
            refused.ShouldBe(0);
            if (state == "UpToDate")
                return;
            if (waiting < fewest)
                (moved, fewest) = (Stopwatch.GetTimestamp(), waiting);
            Stopwatch.GetElapsedTime(from).ShouldBeLessThan(_form.Patience, $"{state}, {waiting} waiting: {failure}");
            if (Stopwatch.GetElapsedTime(moved) > TimeSpan.FromSeconds(20))
            {
                moved = Stopwatch.GetTimestamp();
                using (await killer.HoldAsync())
                    await killer.KillStampAsync();
            }

            await Task.Delay(100);
        }
    }

    private void Tell(string what) => output.WriteLine($"{Stopwatch.GetElapsedTime(_began).TotalSeconds,7:0.0} s  {what}");
}
