using Azsreg.Stamp.Marketplace.Downloads;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Who waits for whom between those who fetch a file's blocks and the one that hashes them: one range, one buffer kept beyond it.</summary>
public sealed class HashOrderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StoppedClock _clock = new();
    private readonly BlockBuffers _buffers = new(new MarketplaceOptions { RangesAtOnce = 1 });
    private readonly HashOrder _order;

    public HashOrderTests() => _order = new HashOrder(_buffers, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _buffers.Dispose();

    [Fact]
    public async Task OfferAsync_BuffersAreKept_IsHashedFromItsBuffer()
    {
        var block = await FetchAsync(0);

        (await _order.OfferAsync(0, block, Cancellation)).ShouldBeTrue();

        (await _order.NextAsync(0, Cancellation)).Block.ShouldBeSameAs(block);
    }

    [Fact]
    public async Task OfferAsync_HashIsBusyAndNoBufferIsKept_WaitsAndIsHashedFromItsBuffer()
    {
        var first = await OfferKeptAsync(0);
        (await _order.NextAsync(0, Cancellation)).Block.ShouldBeSameAs(first);
        var second = await FetchAsync(1);

        var offer = _order.OfferAsync(1, second, Cancellation);

        offer.IsCompleted.ShouldBeFalse();
        var next = _order.NextAsync(1, Cancellation);
        (await offer.WaitAsync(Patience, Cancellation)).ShouldBeTrue();
        (await next.WaitAsync(Patience, Cancellation)).Block.ShouldBeSameAs(second);
    }

    [Fact]
    public async Task OfferAsync_HashReadsBackWhatThisRunBrought_Waits()
    {
        await OfferKeptAsync(2);
        _order.Written(0, 7);
        (await _order.NextAsync(0, Cancellation)).ShouldBe((null, 7ul));

        var offer = _order.OfferAsync(1, await FetchAsync(1), Cancellation);

        offer.IsCompleted.ShouldBeFalse();
        var next = _order.NextAsync(1, Cancellation);
        (await offer.WaitAsync(Patience, Cancellation)).ShouldBeTrue();
        (await next.WaitAsync(Patience, Cancellation)).Block.ShouldNotBeNull();
    }

    [Fact]
    public async Task OfferAsync_HashReadsBackWhatAnEarlierRunLeft_LetsItsBufferGo()
    {
        _order.Found(0, 7);
        await OfferKeptAsync(2);
        (await _order.NextAsync(0, Cancellation)).ShouldBe((null, 7ul));

        (await _order.OfferAsync(1, await FetchAsync(1), Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task OfferAsync_NobodyFetchesWhatTheHashWaitsFor_LetsItsBufferGo()
    {
        await OfferKeptAsync(2);
        _ = _order.NextAsync(0, Cancellation);

        (await _order.OfferAsync(1, await FetchAsync(1), Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task OfferAsync_WhatTheHashWaitsForComes_Waits()
    {
        await OfferKeptAsync(2);
        _order.Begin(0);
        _ = _order.NextAsync(0, Cancellation);

        var offer = _order.OfferAsync(1, await FetchAsync(1), Cancellation);

        offer.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task OfferAsync_WhatTheHashWaitsForIsGivenUp_LetsItsBufferGo()
    {
        await OfferKeptAsync(2);
        _order.Begin(0);
        _ = _order.NextAsync(0, Cancellation);
        var offer = _order.OfferAsync(1, await FetchAsync(1), Cancellation);

        _order.GiveUp(0);

        (await offer.WaitAsync(Patience, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task OfferAsync_WhatTheHashWaitsForHangs_LetsItsBufferGoAfterASecond()
    {
        await OfferKeptAsync(2);
        _order.Begin(0);
        _ = _order.NextAsync(0, Cancellation);
        var offer = _order.OfferAsync(1, await FetchAsync(1), Cancellation);

        _clock.EndWaits();

        _clock.Asked.ShouldBe([TimeSpan.FromSeconds(1)]);
        (await offer.WaitAsync(Patience, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task NextAsync_WrittenBlockWasTakenBack_WaitsForItAnew()
    {
        _order.Written(0, 7);
        await _order.NextAsync(0, Cancellation);
        _order.GiveUp(0);

        var next = _order.NextAsync(0, Cancellation);

        next.IsCompleted.ShouldBeFalse();
        _order.Written(0, 8);
        (await next.WaitAsync(Patience, Cancellation)).ShouldBe((null, 8ul));
    }

    [Fact]
    public async Task RentForReadingBackAsync_AllRangesAreTaken_GivesOne()
    {
        await _buffers.RentAsync(Cancellation);

        (await _buffers.RentForReadingBackAsync(Cancellation).WaitAsync(Patience, Cancellation)).ShouldNotBeNull();
    }

    private async Task<HeldBlock> FetchAsync(int index)
    {
        var buffer = await _buffers.RentAsync(Cancellation).WaitAsync(Patience, Cancellation);
        _order.Begin(index);
        return new HeldBlock(_buffers, buffer);
    }

    /// <summary>A block whose buffer is kept, after which none is.</summary>
    private async Task<HeldBlock> OfferKeptAsync(int index)
    {
        var block = await FetchAsync(index);
        (await _order.OfferAsync(index, block, Cancellation)).ShouldBeTrue();
        block.Release();
        return block;
    }

    /// <summary>Time does not pass; waits end when they are told to.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private readonly List<Action> _waits = [];

        public List<TimeSpan> Asked { get; } = [];

        public void EndWaits()
        {
            foreach (var end in _waits)
                end();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            _waits.Add(() => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
