using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class OutputQueueTests
{
    private readonly OutputBudget budget = new(100);

    [Fact]
    public void TryAdd_AllQueuesTogetherHoldTooMuch_IsRefused()
    {
        var one = new OutputQueue(1_000, budget);
        var other = new OutputQueue(1_000, budget);

        one.TryAdd(new byte[60], isFinal: false).ShouldBeTrue();

        other.TryAdd(new byte[60], isFinal: false).ShouldBeFalse();
        other.TryAdd(new byte[60], isFinal: true).ShouldBeTrue();
        budget.Taken.ShouldBe(120);
    }

    [Fact]
    public async Task TakeAsync_WhatIsFetched_IsFreeForOthers()
    {
        var queue = new OutputQueue(1_000, budget);
        queue.TryAdd(new byte[100], isFinal: false).ShouldBeTrue();

        await queue.TakeAsync(1_000, TimeSpan.FromSeconds(1), TimeProvider.System, default);

        budget.Taken.ShouldBe(0);
        queue.TryAdd(new byte[100], isFinal: false).ShouldBeTrue();
    }

    [Fact]
    public async Task Abort_WhatNobodyFetches_IsFreeForOthersAndStillThere()
    {
        var queue = new OutputQueue(1_000, budget);
        queue.TryAdd(new byte[100], isFinal: false).ShouldBeTrue();

        queue.Abort();
        queue.Abort();

        budget.Taken.ShouldBe(0);
        (await queue.TakeAsync(1_000, TimeSpan.FromSeconds(1), TimeProvider.System, default)).Fragments.ShouldHaveSingleItem().Length.ShouldBe(100);
        budget.Taken.ShouldBe(0);
    }

    [Fact]
    public async Task WriteObject_OtherSessionsHoldEverything_EndsTheCommandAndALaterOneRuns()
    {
        await using var host = await PepHost.StartAsync(options => options with { MaxWaitingOutputOfAll = 100_000 });
        await using (var session = await host.OpenAsync())
        {
            var result = await session.InvokeAsync(new RemoteCommand("Write-Much").With("Count", 1).With("Size", 200_000));
            result.Errors[^1].FullyQualifiedErrorId.ShouldBe("OutputNotFetched,Write-Much");
        }

        await using var later = await host.OpenAsync();
        (await later.InvokeAsync(new RemoteCommand("Write-Much").With("Count", 1).With("Size", 20_000))).Errors.ShouldBeEmpty();
    }
}
