using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Azsreg.Browser.Tests.Chromium))]

namespace Azsreg.Browser.Tests;

/// <summary>The machine's own Chromium, without a window, started when the first test asks for it. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it lies; null where the machine has none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin").SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The browser of this assembly; the test is skipped by name where there is none.</summary>
    internal static async Task<IBrowser> RequireAsync()
    {
        Assert.SkipWhen(Program is null, "There is no Chromium on this machine (apt-get install chromium).");
        var fixture = await TestContext.Current.GetFixture<Chromium>() ?? throw new InvalidOperationException("No assembly fixture.");
        return await fixture.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            // Its own five seconds are over before a busy machine has answered.
            Assertions.SetDefaultExpectTimeout(Visit.Long);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                // Chromium's sandbox does not work for root; the pages are ours.
                Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}
