using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Protocol;
using Microsoft.Data.Sqlite;

namespace Azsreg.Bench;

/// <summary>
/// A stamp that downloads a gibibyte of random bytes, hashing on, from the Azure side; the baseline is curl, from the same server in the same run. What
/// the stamp holds in memory at most meanwhile, with a file of 64 MiB and of 1 GiB, and the processor time both sides took for it, which tells more than
/// the clock where others use the machine too. A page of its catalogue of ten thousand items, with a search.
/// </summary>
internal sealed class MarketplaceBench : IBench
{
    private const int Items = 10_000;
    private const long Mebibyte = 1024 * 1024;
    private const string Small = "small";
    private const string Large = "large";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public string Name => "marketplace";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var proof = JsonDocument.Parse(await AzsregProcess.RunAsync(folder, ["quickstart", "--port-base", "0"], cancellationToken)).RootElement;
        var registration = ArmResourceId.Parse(proof.GetProperty("registrationId").GetString()!);
        await FillCatalogueAsync(folder, cancellationToken);

        using var operation = new OperatorContext(DataFolder.Open(folder.Path), TimeProvider.System);
        var azure = operation.Environments.Get("Local").Environment.ResourceManagerUrl;
        var entry = operation.Stamps.List()[0];
        var (cloud, _) = await AzsregProcess.StartAsync(folder, ["cloud", "serve", "--port", Port(azure)], cancellationToken);
        await using var cloudServes = cloud;
        var (stamp, _) = await AzsregProcess.StartAsync(
            folder,
            ["stamp", "serve", entry.Name, "--port", Port(entry.AdminEndpoint!), "--pep-port", "0", "--azure", azure.GetLeftPart(UriPartial.Authority), "--azure-name", "Local"],
            cancellationToken);
        await using var stampServes = stamp;
        using var admin = operation.TryOpenStampAdmin(entry) ?? throw new InvalidOperationException("Nobody is signed in at the stamp.");
        var marketplace = admin.Arm.StampAdmin.Marketplace((await admin.Arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId);

        var pages = await PagesAsync(operation, entry, isFull ? 4_000 : 400, cancellationToken);
        yield return new BenchRow("list-10k", pages, "ms") { Budget = 25 };

        ResetPeak(stamp);
        await DownloadAsync(marketplace, Small, cancellationToken);
        var smallPeak = PeakMegabytes(stamp);
        yield return new BenchRow("download-64MiB-memory", smallPeak, "MB");

        using var session = operation.OpenAzure();
        var details = await session.Arm.Registrations.ListProductDetailsAsync(registration, ProductOf(Large), cancellationToken);
        var link = details.Properties.FileContainers![0].SourceUri!;
        var before = await CurlAsync(folder, link, cancellationToken);
        ResetPeak(stamp);
        var spent = ProcessorSeconds(cloud) + ProcessorSeconds(stamp);
        var took = await DownloadAsync(marketplace, Large, cancellationToken);
        spent = ProcessorSeconds(cloud) + ProcessorSeconds(stamp) - spent;
        var largePeak = PeakMegabytes(stamp);
        // The better of two, one on either side: what the disk and the page cache do is no merit of either.
        var curl = Math.Min(before, await CurlAsync(folder, link, cancellationToken));
        yield return new BenchRow("download-1GiB", 1024 / took, "MiB/s") { Baseline = 1024 / curl, Budget = 1.2 * 1024 / curl, IsLeast = true };
        yield return new BenchRow("download-1GiB-processor", spent, "s");
        yield return new BenchRow("download-1GiB-memory", largePeak, "MB") { Baseline = smallPeak, Budget = smallPeak + 32 };
    }

    /// <summary>Two items of random bytes as somebody adds them, and ten thousand rows beside them that have no content.</summary>
    private static async Task FillCatalogueAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        var items = Path.Combine(folder.Path, "items");
        await WriteItemAsync(items, Small, 64 * Mebibyte, cancellationToken);
        await WriteItemAsync(items, Large, 1024 * Mebibyte, cancellationToken);
        await AzsregProcess.RunAsync(folder, ["cloud", "catalog", "add", items], cancellationToken);
        Directory.Delete(items, recursive: true);

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
              requirements, dependencies, icons, replace(search_text, '{Small}', 'item' || n), payload_length, replace(properties, '{Small}', 'item' || n), details, added_at
            from marketplace_products, numbers where product_key = '{ProductOf(Small)}'
            """;
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WriteItemAsync(string items, string name, long bytes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(items, name)).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "item.json"),
            JsonSerializer.Serialize(new
            {
                kind = "resourceProvider", publisher = "bench", publisherName = "Bench", offer = name, version = "1.0.0", name = $"Bench {name}", description = $"The {name} one.",
                containers = new[] { new { id = "main", type = "bin", file = "content.bin" } },
            }),
            cancellationToken);
        var block = new byte[4 * Mebibyte];
        await using var file = File.Create(Path.Combine(folder, "content.bin"), bufferSize: 0);
        for (long at = 0; at < bytes; at += block.Length)
        {
            Random.Shared.NextBytes(block);
            await file.WriteAsync(block, cancellationToken);
        }
    }

    /// <summary>The 99th percentile of pages asked for one after the other, each with another search.</summary>
    private static async Task<double> PagesAsync(OperatorContext operation, Operator.Stamps.StampEntry stamp, int pages, CancellationToken cancellationToken)
    {
        var connection = operation.Connect(stamp.TrustedAuthorities);
        var environment = stamp.AdminEnvironment!;
        var grant = await new SignInClient(connection, environment, WellKnown.AzurePowerShellClientId).WithPasswordAsync(
            environment.DefaultTenant, environment.Audience, "admin@azurestack.local", new Secret(BenchFolder.Password), cancellationToken);
        using var admin = operation.TryOpenStampAdmin(stamp)!;
        var subscription = (await admin.Arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
        var list = new Uri(
            environment.ResourceManagerUrl,
            $"/subscriptions/{subscription}/resourceGroups/azurestack-activation/providers/Microsoft.AzureBridge.Admin/activations/default/products?api-version=2016-01-01&$search=");
        var times = new List<double>();
        // The first has the stamp list the catalogue anew, which it keeps for minutes; a hundred find the code warm.
        for (var page = -100; page < pages; page++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(list.AbsoluteUri + "bench%20item" + (1 + ((page + 100) % 97))));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", grant.AccessToken.Reveal());
            request.Headers.CacheControl = page == -100 ? new CacheControlHeaderValue { NoCache = true } : null;
            var began = Stopwatch.GetTimestamp();
            using var answer = await connection.Http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (page >= 0)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode || body.Length < 1000)
                throw new InvalidOperationException($"The page was answered with {answer.StatusCode} and {body.Length} bytes.");
        }

        times.Sort();
        return times[(int)(times.Count * 0.99)];
    }

    private static async Task<double> DownloadAsync(StampMarketplaceOperations marketplace, string name, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var operation = await marketplace.BeginDownloadAsync(ProductOf(name), cancellationToken);
        var place = operation.StatusUrl ?? throw new InvalidOperationException($"{name} is on the stamp already.");
        while (operation.Value?.Status != "Succeeded")
        {
            if (operation.Value?.Status is "Failed" or "Canceled")
                throw new InvalidOperationException($"The download of {name} ended: {operation.Value.Error?.Code} {operation.Value.Error?.Message}");
            await Task.Delay(Pause, cancellationToken);
            operation = await marketplace.LookAsync(place, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> CurlAsync(BenchFolder folder, string link, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder.Path, "curl.bin");
        var start = new ProcessStartInfo(
            "curl", ["--http1.1", "--silent", "--show-error", "--fail", "--cacert", Path.Combine(folder.Path, "ca", "root.pem"), "-o", file, "--config", "-"])
        {
            RedirectStandardInput = true,
        };
        var began = Stopwatch.GetTimestamp();
        using var curl = Process.Start(start)!;
        // Not on the command line: the link is signed.
        await curl.StandardInput.WriteLineAsync($"url = \"{link}\"");
        curl.StandardInput.Close();
        await using var giveUp = cancellationToken.Register(curl.Kill);
        await curl.WaitForExitAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (curl.ExitCode != 0)
            throw new InvalidOperationException($"curl ended with {curl.ExitCode}.");
        File.Delete(file);
        return took;
    }

    private static string ProductOf(string name) => $"bench.{name}-1.0.0";

    private static string Port(Uri url) => url.Port.ToString(CultureInfo.InvariantCulture);

    private static double ProcessorSeconds(AzsregProcess process)
    {
        using var found = Process.GetProcessById(process.Id);
        return found.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Has Linux forget the most that the process held, so that it counts from now (proc_pid_clear_refs(5)).</summary>
    private static void ResetPeak(AzsregProcess process)
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");
    }

    private static double PeakMegabytes(AzsregProcess process)
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }

        using var found = Process.GetProcessById(process.Id);
        return found.PeakWorkingSet64 / (double)Mebibyte;
    }
}
