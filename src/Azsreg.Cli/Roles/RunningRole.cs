using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Azsreg.Cli.Roles;

/// <summary>A role that listens. Disposing it lets requests end, then frees ports and data folder.</summary>
/// <param name="name">What it is called in messages.</param>
/// <param name="url">Where its first listener is reached.</param>
/// <param name="application">The role.</param>
/// <param name="held">Its lock on the data folder; null where another role of the process holds it.</param>
internal sealed class RunningRole(string name, Uri url, WebApplication application, RoleLock? held) : IAsyncDisposable
{
    public string Name => name;

    public Uri Url => url;

    public IServiceProvider Services => application.Services;

    /// <summary>Cancelled when the role stops, by whatever cause.</summary>
    public CancellationToken Stopping => application.Lifetime.ApplicationStopping;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await application.StopAsync();
            await application.DisposeAsync();
        }
        finally
        {
            held?.Dispose();
        }
    }
}
