namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>A stamp for tests that leave it as they found it.</summary>
public sealed class SharedStamp : IAsyncLifetime
{
    internal TestStamp Stamp { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stamp = await TestStamp.StartAsync();

    public ValueTask DisposeAsync() => Stamp.DisposeAsync();
}
