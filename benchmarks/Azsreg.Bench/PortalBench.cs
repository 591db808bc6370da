using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azsreg.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Cookie = Microsoft.Playwright.Cookie;

namespace Azsreg.Bench;

/// <summary>
/// The portal as a browser has it: when a page can be used, a catalogue of ten thousand items page by page and filtered, and what two hundred live
/// connections cost the stamp's process, ten real pages among them, while something changes. The baseline of a page is the plainest one of the
/// portal in the same browser.
/// </summary>
internal sealed partial class PortalBench : IBench
{
    private const int Items = 10_000;
    private const int Connections = 200;
    private const int RealPages = 10;
    private const string User = "admin@azurestack.local";

    private static readonly string[] BrowserNames = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Pages = ["/", "/region", "/marketplace", "/marketplace/add", "/usage", "/alerts", "/activity"];

    public string Name => "portal";

    // Some sixty pages in a browser that has to be started, after a registration and a catalogue of ten thousand items.
    public TimeSpan Limit => TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var proof = JsonDocument.Parse(await AzsregProcess.RunAsync(folder, ["quickstart", "--port-base", "0"], cancellationToken)).RootElement;
        await FillCatalogueAsync(folder, cancellationToken);
        var (up, ready) = await AzsregProcess.StartAsync(folder, ["up", "--port-base", "0"], cancellationToken);
        await using var running = up;
        var portal = new Uri(ready.GetProperty("stamps")[0].GetProperty("portalUrl").GetString()!);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = ["--no-sandbox"] });
        var session = await SignInAsync(browser, portal);

        // The first look has the stamp read the whole catalogue, and finds the pages' code cold.
        using var http = await ClientAsync(folder, portal, session);
        foreach (var page in Pages)
            _ = await http.GetStringAsync(page, cancellationToken);

        var usable = await UsableAsync(browser, portal, session, isFull ? 20 : 5);
        yield return usable;
        foreach (var row in await ListAsync(http, isFull ? 4_000 : 400, cancellationToken))
            yield return row;
        yield return await GrowthAsync(folder, up, browser, portal, session, http, proof.GetProperty("downloadedItem").GetString()!, cancellationToken);
    }

    /// <summary>The slowest page's median: from the click to the page whole, its cards filled and its charts drawn, in a browser that has it not in its cache.</summary>
    private static async Task<BenchRow> UsableAsync(IBrowser browser, Uri portal, IReadOnlyList<Cookie> session, int runs)
    {
        var plain = await MedianAsync("/errors/AZR1000");
        var slowest = 0.0;
        foreach (var path in Pages)
            slowest = Math.Max(slowest, await MedianAsync(path));
        return new BenchRow("page-usable", slowest, "ms") { Baseline = plain, Budget = 1000 };

        async Task<double> MedianAsync(string path)
        {
            var times = new List<double>();
            for (var run = 0; run < runs; run++)
            {
                await using var context = await ContextAsync(browser, session);
                var page = await context.NewPageAsync();
                var began = Stopwatch.GetTimestamp();
                await OpenAsync(page, portal, path);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            times.Sort();
            return times[times.Count / 2];
        }
    }

    /// <summary>Pages of the list and its filters, as the page's search fetches them.</summary>
    private static async Task<IReadOnlyList<BenchRow>> ListAsync(HttpClient http, int looks, CancellationToken cancellationToken)
    {
        string[] filters = ["q=bench", "q=item7", "q=bench%20item42", "sort=-version", "sort=publisher&q=bench", "show=compatible&q=item9"];
        var next = "";
        var times = new List<double>();
        for (var look = -50; look < looks; look++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, look % 2 == 0 ? "/marketplace/add" + next : $"/marketplace/add?{filters[(look + 50) / 2 % filters.Length]}");
            request.Headers.Add("HX-Request", "true");
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (look % 2 == 0)
                next = After().Match(body) is { Success: true } after ? WebUtility.HtmlDecode(after.Value) : "";
            if (look >= 0)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode || body.Length < 2000)
                throw new InvalidOperationException($"{request.RequestUri} was answered with {answer.StatusCode} and {body.Length} bytes.");
        }

        times.Sort();
        // What a person takes for at once is a tenth of a second.
        return [new BenchRow("list-10k", times[(int)(times.Count * 0.99)], "ms") { Budget = 100 }, new BenchRow("list-10k-median", times[times.Count / 2], "ms")];
    }

    private static async Task<BenchRow> GrowthAsync(
        BenchFolder folder, AzsregProcess up, IBrowser browser, Uri portal, IReadOnlyList<Cookie> session, HttpClient http, string item, CancellationToken cancellationToken)
    {
        var before = ResidentMegabytes(up.Id);
        var peak = before;
        var streams = new List<Stream>();
        var reading = new List<Task<long>>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var context = await ContextAsync(browser, session);
        try
        {
            for (var i = 0; i < Connections - RealPages; i++)
            {
                var stream = await http.GetStreamAsync("/live", cancellationToken);
                streams.Add(stream);
                reading.Add(CountAsync(stream, end.Token));
            }

            for (var i = 0; i < RealPages; i++)
                await OpenAsync(await context.NewPageAsync(), portal, Pages[i % Pages.Length]);

            // Something changes under all of them: an item goes and is downloaded again.
            await AzsregProcess.RunAsync(folder, ["marketplace", "delete", item, "--yes"], cancellationToken);
            await AzsregProcess.RunAsync(folder, ["marketplace", "download", item, "--accept-terms"], cancellationToken);
            for (var look = 0; look < 20; look++)
            {
                peak = Math.Max(peak, ResidentMegabytes(up.Id));
                await Task.Delay(100, cancellationToken);
            }
        }
        finally
        {
            await end.CancelAsync();
            foreach (var stream in streams)
                await stream.DisposeAsync();
        }

        var heard = await Task.WhenAll(reading);
        if (heard.Any(events => events < 2))
            throw new InvalidOperationException($"{heard.Count(events => events < 2)} of {heard.Length} connections were not told of the change.");
        return new BenchRow("live-200-memory", peak - before, "MB") { Baseline = before, Budget = 200 };
    }

    /// <summary>How many events came until the end.</summary>
    private static async Task<long> CountAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        var events = 0L;
        try
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
                events += line.StartsWith("event:", StringComparison.Ordinal) ? 1 : 0;
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }

        return events;
    }

    private static async Task OpenAsync(IPage page, Uri portal, string path)
    {
        var answer = await page.GotoAsync(new Uri(portal, path).AbsoluteUri);
        if (answer is not { Ok: true })
            throw new InvalidOperationException($"{path} was answered with {answer?.Status}.");
        await page.WaitForFunctionAsync(
            "() => !document.querySelector('.htmx-request, .skeleton') && !document.querySelector('figure[data-chart]:not(.drawn)')");
    }

    private static async Task<IReadOnlyList<Cookie>> SignInAsync(IBrowser browser, Uri portal)
    {
        await using var context = await ContextAsync(browser, []);
        var page = await context.NewPageAsync();
        await page.GotoAsync(portal.AbsoluteUri);
        await page.GetByLabel("User name").FillAsync(User);
        await page.GetByLabel("Password").FillAsync(BenchFolder.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        // Playwright's WaitForURL would wait for ever for the load of a page that was loaded in the same moment.
        await Assertions.Expect(page).ToHaveURLAsync(portal.AbsoluteUri, new() { Timeout = 60_000 });
        return
        [
            .. (await context.CookiesAsync([portal.AbsoluteUri])).Select(one => new Cookie
            {
                Name = one.Name, Value = one.Value, Url = portal.AbsoluteUri, Secure = true, HttpOnly = one.HttpOnly,
            }),
        ];
    }

    private static async Task<IBrowserContext> ContextAsync(IBrowser browser, IReadOnlyList<Cookie> session)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, ReducedMotion = ReducedMotion.Reduce });
        if (session.Count > 0)
            await context.AddCookiesAsync(session);
        return context;
    }

    private static async Task<HttpClient> ClientAsync(BenchFolder folder, Uri portal, IReadOnlyList<Cookie> session)
    {
        var root = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(folder.Path, "ca", "root.pem")));
        var handler = TrustedHttp.CreateHandler([root]);
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.All;
        var http = new HttpClient(handler) { BaseAddress = portal, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", session.Select(one => $"{one.Name}={one.Value}")));
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return http;
    }

    /// <summary>Ten thousand rows like one of the sample's, which have no content of their own.</summary>
    private static async Task FillCatalogueAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "cloud", "cloud.db")};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var insert = connection.CreateCommand();
        insert.CommandText =
            $"""
            with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {Items})
            insert into marketplace_products (
              product_key, name, family_key, kind, version, origin, minimum_stamp_version, maximum_stamp_version, requirements, dependencies, icons,
              search_text, payload_length, properties, details, added_at)
            select
              'bench.item' || n || '-1.0.0', 'bench.item' || n || '-1.0.0', 'bench.item' || n, kind, version, origin, minimum_stamp_version, maximum_stamp_version,
              requirements, dependencies, icons, 'bench item' || n || ' ' || search_text, payload_length, properties, details, added_at
            from (select * from marketplace_products where minimum_stamp_version is null and maximum_stamp_version is null order by product_key limit 1), numbers
            """;
        if (await insert.ExecuteNonQueryAsync(cancellationToken) != Items)
            throw new InvalidOperationException("The catalogue was not filled.");
    }

    private static string Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => BrowserNames.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium on this machine (apt-get install chromium).");

    /// <summary>The address of the list's next page.</summary>
    [GeneratedRegex("(?<=/marketplace/add)[?]after=[^\"#]+")]
    private static partial Regex After();

    private static double ResidentMegabytes(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var found = Process.GetProcessById(process);
            return found.WorkingSet64 / 1048576.0;
        }

        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
