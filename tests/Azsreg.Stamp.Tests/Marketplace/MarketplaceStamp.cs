using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>An activated stamp that waits little, and what tests of downloads do with it. Each test has items of its own.</summary>
public sealed class MarketplaceStamp : IAsyncLifetime
{
    public const string Version = "2016-01-01";
    internal const int Block = 4 * 1024 * 1024;

    // Who counts what is asked for must have no range given up because the machine was busy; a test of stalls says how soon one is.
    internal static readonly MarketplaceOptions Impatient = new()
    {
        FirstWait = TimeSpan.FromMilliseconds(20),
        StallAfter = TimeSpan.FromMinutes(1),
        Patience = TimeSpan.FromMinutes(2),
    };

    private int _made;

    internal TestStamp Stamp { get; private set; } = null!;

    internal FakeAzure Azure => Stamp.Azure;

    public async ValueTask InitializeAsync() => await StartAsync(Impatient);

    public ValueTask DisposeAsync() => Stamp.DisposeAsync();

    internal static async Task<MarketplaceStamp> StartNewAsync(MarketplaceOptions options)
    {
        var made = new MarketplaceStamp();
        await made.StartAsync(options);
        return made;
    }

    /// <summary>Lists an item whose disk is the blob.</summary>
    internal string Offer(FakeBlob disk, Func<FakeItem, FakeItem>? change = null)
    {
        var number = Interlocked.Increment(ref _made);
        var name = $"contoso.item{number}-1.0.0";
        Azure.Blobs.Blobs[$"{name}.azpkg"] = new FakeBlob(RandomNumberGenerator.GetBytes(1000));
        Azure.Blobs.Blobs[$"{name}.vhd"] = disk;
        var item = new FakeItem($"{name}.azpkg", $"{name}.vhd");
        Azure.Items[name] = change?.Invoke(item) ?? item;
        return name;
    }

    internal static FakeBlob Blob(int length) => new(RandomNumberGenerator.GetBytes(length));

    internal string PathOf(string product) => $"{Stamp.ActivationPath}/downloadedProducts/{product}";

    internal Task<HttpResponseMessage> BeginAsync(string product) =>
        Stamp.SendAsync(HttpMethod.Post, $"{Stamp.ActivationPath}/products/{product}/download", Version);

    /// <summary>Downloads it, and gives the operation as it ended.</summary>
    internal async Task<JsonNode> DownloadAsync(string product)
    {
        using var accepted = await BeginAsync(product);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        return await EndOfAsync(accepted);
    }

    internal async Task<JsonNode> EndOfAsync(HttpResponseMessage accepted)
    {
        var place = new Uri(accepted.Headers.GetValues("Azure-AsyncOperation").Single()).AbsolutePath;
        return await UntilAsync(async () => await Stamp.ReadAsync(place, Version), operation => Text(operation, "status") != "InProgress");
    }

    internal static async Task<JsonNode> UntilAsync(Func<Task<JsonNode>> read, Func<JsonNode, bool> isThere)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var now = await read();
            if (isThere(now))
                return now;
            await Task.Delay(20, limit.Token);
        }
    }

    internal async Task<IReadOnlyList<string>> ListedAsync() =>
        [.. (await Stamp.ReadAsync($"{Stamp.ActivationPath}/downloadedProducts", Version))["value"]!.AsArray().Select(item => Text(item!, "name")["default/".Length..])];

    /// <summary>The bytes of an item's disk as the stamp gives them.</summary>
    internal async Task<byte[]> DiskAsync(string product)
    {
        var item = await Stamp.ReadAsync(PathOf(product), Version);
        var link = new Uri(item["properties"]!["productDetailsProperties"]!["osDiskImage"]!["sourceBlobSasUri"]!.GetValue<string>());
        using var response = await Stamp.GetAsync(link.AbsolutePath, Version);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsByteArrayAsync();
    }

    internal string[] ContentFiles() => Directory.GetFiles(Path.Combine(Stamp.Folder, "marketplace", "content"));

    internal static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private async Task StartAsync(MarketplaceOptions options)
    {
        Stamp = await TestStamp.StartAsync(stamp => stamp with { Marketplace = options });
        (await Stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        (await Stamp.ActivateAsync(Stamp.MakeKey())).Errors.ShouldBeEmpty();
    }
}
