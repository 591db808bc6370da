namespace Azsreg.EndToEnd.Tests;

/// <summary><c>azsreg up</c> with a machine of either side beside it.</summary>
public sealed class OfflineWorld : IAsyncLifetime
{
    /// <summary>Azure and the stamp.</summary>
    internal LocalWorld World { get; } = new();

    /// <summary>A machine that knows Azure and no stamp.</summary>
    internal OfflineMachine AtAzure { get; private set; } = null!;

    /// <summary>A machine that knows the stamp and no Azure.</summary>
    internal OfflineMachine AtStamp { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        AtAzure = await OfflineMachine.AtAzureAsync(World, "at-azure");
        AtStamp = await OfflineMachine.AtStampAsync(World, "at-stamp");
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
