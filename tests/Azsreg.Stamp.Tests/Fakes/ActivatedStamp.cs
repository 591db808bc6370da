namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>An activated stamp for tests that leave it as they found it.</summary>
public sealed class ActivatedStamp : IAsyncLifetime
{
    internal TestStamp Stamp { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stamp = await StartAsync();

    public ValueTask DisposeAsync() => Stamp.DisposeAsync();

    internal static async Task<TestStamp> StartAsync(bool syndication = true)
    {
        var stamp = await TestStamp.StartAsync();
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        (await stamp.ActivateAsync(stamp.MakeKey(key => key with { MarketplaceSyndicationEnabled = syndication }))).Errors.ShouldBeEmpty();
        return stamp;
    }
}
