using Azsreg.Operator.Check;

namespace Azsreg.Operator.Tests.Check;

public sealed class SharedReadingTests
{
    [Fact]
    public async Task NeedAsync_Twice_ReadsOnce()
    {
        var reads = 0;
        var reading = new SharedReading<string>("the thing", () => Task.FromResult($"{++reads}"));

        (await reading.OwnAsync()).ShouldBe("1");
        (await reading.NeedAsync()).ShouldBe("1");
        (await reading.TryAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task NeedAsync_Failed_SkipsInsteadOfFailingAgain()
    {
        var reading = new SharedReading<string>("the thing", () => Task.FromException<string>(new InvalidOperationException("boom")));

        await Should.ThrowAsync<InvalidOperationException>(reading.OwnAsync);
        (await Should.ThrowAsync<CheckSkippedException>(reading.NeedAsync)).Message.ShouldBe("the thing could not be read");
        (await reading.TryAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task NeedAsync_Skipped_KeepsTheReasonAndLeavesTheFixToItsOwner()
    {
        var reading = new SharedReading<string>("the thing", () => Task.FromException<string>(new CheckSkippedException("no password", "give one")));

        var skipped = await Should.ThrowAsync<CheckSkippedException>(reading.NeedAsync);
        skipped.Message.ShouldBe("no password");
        skipped.Fix.ShouldBeNull();
    }
}
