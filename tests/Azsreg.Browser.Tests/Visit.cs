using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azsreg.EndToEnd.Tests;
using Azsreg.EndToEnd.Tests.SignIn;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>
/// One person at one browser: a profile of its own and a page. Whatever the browser complains of meanwhile (the console, scripts that failed, the
/// content security policy, answers that were faults) is kept, and none may be left at the end.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long a run on both sides may take on a busy machine, in milliseconds.</summary>
    public const float Long = 120_000;

    private const float Usual = 60_000;

    private readonly IBrowserContext _context;
    private readonly Uri _portal;
    private readonly Look _look;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, Uri portal, Look look)
    {
        _context = context;
        Page = page;
        _portal = portal;
        _look = look;
    }

    public IPage Page { get; }

    public string Path => new Uri(Page.Url).PathAndQuery;

    /// <summary>Looks for what the browser complained of; the caller says what is expected and forgets it.</summary>
    public List<string> Complaints => _complaints;

    public static async Task<Visit> BeginAsync(IBrowser browser, Uri portal, Look look)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            // The authority is the data folder's own and in no trust store of this machine.
            IgnoreHTTPSErrors = true,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Width < 500 ? 812 : 800 },
            JavaScriptEnabled = look.Scripts,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Usual);
        var visit = new Visit(context, await context.NewPageAsync(), portal, look);
        visit.Listen();
        return visit;
    }

    /// <summary>Opens a page of the portal.</summary>
    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(new Uri(_portal, path).AbsoluteUri);
        answer!.Status.ShouldBeLessThan(400, path);
    }

    /// <summary>Writes what a window of this height shows to <c>docs/images</c> for the README, where <c>AZSREG_REFRESH=1</c> asks for it.</summary>
    public async Task PictureAsync(string name, int height)
    {
        if (Environment.GetEnvironmentVariable("AZSREG_REFRESH") != "1")
            return;
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(size.Width, height);
        await SettleAsync();
        await Page.EvaluateAsync("scrollTo(0, 0)");
        await Page.ScreenshotAsync(new() { Path = Artifacts.Picture(name), Animations = ScreenshotAnimations.Disabled });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>Signs in where the portal sends whoever asks for a page.</summary>
    public async Task SignInAsync(string user = "admin@azurestack.local", string? totpSecret = null, string path = "/")
    {
        await Page.GotoAsync(new Uri(_portal, path).AbsoluteUri);
        await Page.GetByLabel("User name").FillAsync(user);
        await Page.GetByLabel("Password").FillAsync(LocalWorld.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        if (totpSecret is not null)
        {
            await Page.GetByLabel("Code").FillAsync(Person.OneTimeCode(totpSecret));
            await Page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        }

        await ArriveAsync($"^{Regex.Escape(_portal.GetLeftPart(UriPartial.Authority))}/(?!sign-in)");
    }

    /// <summary>
    /// Waits until the window has come to an address and the page is there. Not with Playwright's WaitForURL: a page that is loaded within the same moment
    /// has told so before that listens, which then waits for ever.
    /// </summary>
    public async Task ArriveAsync(string pattern, float within = Usual)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex(pattern), new() { Timeout = within });
        await LoadedAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public Task SeesAsync(string text, float within = Usual) => SeesAsync(Page.GetByText(text).First, within);

    public static Task SeesAsync(ILocator what, float within = Usual) => Assertions.Expect(what).ToBeVisibleAsync(new() { Timeout = within });

    public static Task SeesNotAsync(ILocator what, float within = Usual) => Assertions.Expect(what).ToBeHiddenAsync(new() { Timeout = within });

    /// <summary>Writes what is seen to <c>artifacts/portal/NAME.png</c>, the whole page.</summary>
    public async Task ShootAsync(string name)
    {
        await SettleAsync();
        // What sticks to the window's top is in the whole page's picture where the window is.
        await Page.EvaluateAsync("scrollTo(0, 0)");
        await Page.ScreenshotAsync(new() { Path = Artifacts.Of($"{name}{Suffix}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Nothing serious for those who cannot see or point, and nothing wider than the window.</summary>
    public async Task IsUsableByAllAsync()
    {
        await SettleAsync();
        var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        var serious = found.Violations.Where(one => one.Impact is "serious" or "critical").ToList();
        serious.Count.ShouldBe(0, $"{Path}{Suffix}\n{Told(serious)}");
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        wide.ShouldBeLessThanOrEqualTo(0, $"{Path}{Suffix} is wider than its window");
    }

    /// <summary>Waits until nothing is being fetched for the page, but for the live connection.</summary>
    public async Task SettleAsync()
    {
        await LoadedAsync();
        if (!_look.Scripts)
            return;
        await Page.WaitForFunctionAsync("() => !document.querySelector('.htmx-request') && document.fonts.status === 'loaded'");
        await SwappedAsync();
        await Assertions.Expect(Page.Locator(".skeleton:visible")).ToHaveCountAsync(0);
        await Assertions.Expect(Page.Locator("figure[data-chart]:not(.drawn)")).ToHaveCountAsync(0);
    }

    /// <summary>Waits until what was put on the page does what it is for: some milliseconds, in which a link would be a plain one.</summary>
    public Task SwappedAsync() => Page.WaitForFunctionAsync("() => !document.querySelector('.htmx-swapping, .htmx-settling, .htmx-added')");

    /// <summary>The profile ends; whatever the browser complained of fails the test.</summary>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        lock (_complaints)
            _complaints.ShouldBeEmpty(string.Join('\n', _complaints));
    }

    // Without scripts a page is whole when its end is there.
    private Task LoadedAsync() => _look.Scripts ? Page.WaitForFunctionAsync("() => document.readyState === 'complete'") : SeesAsync(Page.Locator("body"));

    private string Suffix => (_look.Dark ? "-dark" : "") + (_look.Width < 500 ? "-narrow" : "") + (_look.Scripts ? "" : "-plain");

    private void Listen()
    {
        Page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                Complain($"console: {said.Text}");
        };
        Page.PageError += (_, error) => Complain($"script: {error}");
        Page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
                Complain(string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Request.Method} {answer.Url}"));
        };
    }

    private void Complain(string what)
    {
        lock (_complaints)
            _complaints.Add(what);
    }

    private static string Told(IReadOnlyList<AxeResultItem> violations)
    {
        var text = new StringBuilder();
        foreach (var one in violations)
        {
            text.Append(CultureInfo.InvariantCulture, $"{one.Impact} {one.Id}: {one.Help}\n");
            foreach (var node in one.Nodes.Take(5))
                text.Append(CultureInfo.InvariantCulture, $"  {node.Target} {node.Html}\n    {string.Join("; ", node.Any.Select(check => check.Message))}\n");
        }

        return text.ToString();
    }
}
