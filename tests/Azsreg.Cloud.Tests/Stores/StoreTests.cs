using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Stores;

public sealed class StoreTests() : StoreContract(SqlEngine.Sqlite)
{
    // A verb has written beside the one process: it looks every half second.
    private protected override async Task SeenAsync(Func<Task<bool>> seen)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await seen())
            await Task.Delay(20, patience.Token);
    }
}
