using System.Text.Json;
using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary><c>azsreg up</c> as a process, with its portal, for one class of tests.</summary>
public class PortalWorld : IAsyncLifetime
{
    /// <summary>Begins with the settings <c>up</c> has anyway.</summary>
    public PortalWorld()
        : this(new LocalWorld())
    {
    }

    private protected PortalWorld(LocalWorld local) => Local = local;

    internal LocalWorld Local { get; }

    internal Uri Portal => new(Local.Ready.GetProperty("stamps")[0].GetProperty("portalUrl").GetString()!);

    /// <summary>The Azure side's pages of usage and costs.</summary>
    internal Uri Commerce => new(Local.Ready.GetProperty("commerceUrl").GetString()!);

    internal IBrowser Browser { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Browser = await Chromium.RequireAsync();
        await PrepareAsync();
        await Local.InitializeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Done to the data folder before <c>up</c>.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    internal Task<Visit> VisitAsync(Look? look = null) => Visit.BeginAsync(Browser, Portal, look ?? Look.Desk);

    /// <summary>A visit that is signed in.</summary>
    internal async Task<Visit> EnterAsync(Look? look = null, string user = "admin@azurestack.local", string path = "/")
    {
        var visit = await VisitAsync(look);
        await visit.SignInAsync(user, path: path);
        return visit;
    }

    /// <summary>What the authenticator app of the accounts with a second factor was set up with.</summary>
    internal string SecondFactorSecret =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Local.Folder, "sample-accounts.json"))).RootElement.GetProperty("secondFactorSecret").GetString()!;
}
