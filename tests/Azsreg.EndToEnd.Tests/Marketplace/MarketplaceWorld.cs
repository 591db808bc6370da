using System.Security.Cryptography;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>A registered stamp and its Azure as processes of their own, with faulty blobs between them, and the operator who has items downloaded.</summary>
internal sealed class MarketplaceWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly KillWorld _world;
    private readonly OperatorMachine _machine;

    private MarketplaceWorld(KillWorld world)
    {
        _world = world;
        _machine = world.NewOperator();
    }

    public FaultyBlobs Blobs { get; } = new();

    public ServedRole Cloud => _world.Cloud;

    public ServedRole Stamp => _world.Stamp;

    /// <summary>The stamp's folder of the marketplace.</summary>
    public string Folder => FolderIn(_world.Roles);

    public static string FolderIn(string roles) => Path.Combine(roles, "stamps", LocalWorld.Stamp, "marketplace");

    /// <summary>Starts it and registers the stamp.</summary>
    /// <param name="seed">What the roles start on.</param>
    /// <param name="prepare">Done to their folder before; null for nothing.</param>
    public static async Task<MarketplaceWorld> StartAsync(SeededFolder seed, Func<string, Task>? prepare = null)
    {
        var world = new MarketplaceWorld(await KillWorld.StartAsync(seed, prepare));
        world._world.CloudProxy.Instead = world.Blobs.AnswerAsync;
        (await world._machine.RunAsync(world._machine.OnTheStamp("registration", "set", "--billing-model", "PayAsYouUse"))).ShouldExitWith(0);
        return world;
    }

    public ValueTask DisposeAsync()
    {
        Blobs.Dispose();
        return _world.DisposeAsync();
    }

    /// <summary>The items the stamp may download, one of each, the largest first.</summary>
    public async Task<IReadOnlyList<string>> OfferedAsync() =>
    [
        .. (await ItemsAsync("--compatible"))
            .GroupBy(item => (item.GetProperty("publisherIdentifier").GetString(), item.GetProperty("offer").GetString()))
            .Select(versions => versions.First())
            .OrderByDescending(item => item.GetProperty("bytes").GetInt64())
            .Select(item => item.GetProperty("id").GetString()!),
    ];

    /// <summary>The items that are whole on the stamp, by its own word.</summary>
    public async Task<IReadOnlyList<string>> DownloadedAsync() =>
    [
        .. (await ItemsAsync("--downloaded")).Where(item => item.GetProperty("state").GetString() == "Downloaded").Select(item => item.GetProperty("id").GetString()!),
    ];

    /// <summary>Has items downloaded; the answer comes when all have ended.</summary>
    public async Task<ProgramResult> DownloadAsync(params IEnumerable<string> items)
    {
        await using var run = _machine.Start(["marketplace", "download", .. items, "--stamp", LocalWorld.Stamp, "--accept-terms"]);
        return await run.WaitForExitAsync(Patience);
    }

    /// <summary>Has items downloaded without waiting.</summary>
    public async Task BeginAsync(params IEnumerable<string> items) =>
        (await _machine.RunAsync(["marketplace", "download", .. items, "--stamp", LocalWorld.Stamp, "--accept-terms", "--no-wait"])).ShouldExitWith(0);

    /// <summary>Every item is on the stamp, every file of theirs is the one that Azure told of, and nothing half-made lies about.</summary>
    public async Task ShouldBeWholeAsync(IReadOnlyList<string> items)
    {
        (await DownloadedAsync()).Intersect(items).ShouldBe(items, ignoreOrder: true);
        Blobs.Hashes.Count.ShouldBeGreaterThanOrEqualTo(items.Count);
        foreach (var (path, hash) in Blobs.Hashes)
        {
            await using var file = File.OpenRead(Path.Combine(Folder, "content", hash));
            Convert.ToHexStringLower(await SHA256.HashDataAsync(file)).ShouldBe(hash, path);
        }

        var partial = Path.Combine(Folder, "partial");
        if (Directory.Exists(partial))
            Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private async Task<JsonElement[]> ItemsAsync(string filter)
    {
        var told = (await _machine.RunAsync("marketplace", "list", filter, "--stamp", LocalWorld.Stamp)).ShouldExitWith(0).Json;
        return [.. (told.ValueKind == JsonValueKind.Array ? told : told.GetProperty("items")).EnumerateArray()];
    }
}
