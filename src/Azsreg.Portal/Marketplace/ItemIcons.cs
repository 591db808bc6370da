using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Kit;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Marketplace;

/// <summary>
/// Pictures of items. They lie at Azure, which the browser of a stamp's administrator may not reach and a page may not load from; so the portal
/// fetches them once. An item without one, or whose picture cannot be had, gets its initial.
/// </summary>
internal sealed class ItemIcons(RoleHost host, TimeProvider clock) : IDisposable
{
    private const int LargestPicture = 256 * 1024;
    private const int MostKept = 512;
    private const int AtOnce = 4;
    private const string KeptForADay = "private, max-age=86400";
    private const string KeptForAMinute = "private, max-age=60";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(1);

    // The palette of charts, in its darker form: white letters have 4.5:1 on each.
    private static readonly string[] Grounds = ["#0f6cbd", "#a8530a", "#0b6a5d", "#8a3fb0", "#7d6414", "#c0356f", "#416a19", "#5b6b86"];

    private readonly ConcurrentDictionary<Uri, Picture> _kept = new();
    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);
    private readonly Lazy<HttpClient> _http = new(() =>
#pragma warning disable RS0030 // The one client of pictures; its handler is Hosting's.
        new HttpClient(TrustedHttp.CreateHandler(host.Trust), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan });
#pragma warning restore RS0030

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
        _turns.Dispose();
    }

    /// <summary>The picture of an item.</summary>
    public async Task<IResult> SendAsync(HttpContext http, MarketplaceItem item)
    {
        var icons = item.Properties.IconUris;
        var address = icons?.Medium ?? icons?.Large ?? icons?.Small;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            && await FindAsync(uri, http.RequestAborted) is { Type: { } type } picture)
        {
            http.Response.Headers.CacheControl = KeptForADay;
            return Results.Bytes(picture.Content, type);
        }

        http.Response.Headers.CacheControl = address is null ? KeptForADay : KeptForAMinute;
        return Results.Text(Initial(item.Title), "image/svg+xml", Encoding.UTF8);
    }

    private static string Initial(string title)
    {
        var letter = title.FirstOrDefault(char.IsLetterOrDigit) is var found and not '\0' ? char.ToUpperInvariant(found) : '?';
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="6" fill="{Grounds[ChartColour.Of(title) % Grounds.Length]}"/><text x="20" y="27" font-family="sans-serif" font-size="20" font-weight="600" text-anchor="middle" fill="#fff">{WebUtility.HtmlEncode(letter.ToString())}</text></svg>
            """;
    }

    private async Task<Picture?> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(address, out var kept) && (kept.Type is not null || now - kept.FetchedAt < MissingFor))
            return kept;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var picture = await FetchAsync(address, now, cancellationToken);
            if (_kept.Count >= MostKept)
                _kept.Clear();
            return _kept[address] = picture;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<Picture> FetchAsync(Uri address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var blobs = new BlobClient(new AzureConnection(_http.Value, clock) { Retry = RetryPolicy.None, TryTimeout = Patience, MaximumResponseBytes = LargestPicture });
            var content = await blobs.GetWholeAsync(address, cancellationToken);
            return new Picture(content, TypeOf(content.Span), now);
        }
        catch (Exception missing) when (missing is BlobRefusedException or CataloguedException)
        {
            return new Picture(default, null, now);
        }
    }

    // By what it is, not by what its server calls it; no SVG, which may hold a script.
    private static string? TypeOf(ReadOnlySpan<byte> picture) =>
        picture.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : picture.StartsWith("GIF8"u8) ? "image/gif"
        : null;

    private sealed record Picture(ReadOnlyMemory<byte> Content, string? Type, DateTimeOffset FetchedAt);
}
