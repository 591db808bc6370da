namespace Azsreg.Stamp;

/// <summary>How the stamp's marketplace downloads.</summary>
public sealed record MarketplaceOptions
{
    /// <summary>Items downloaded at once, 1 to 64; the others wait their turn.</summary>
    /// <value>Default 4.</value>
    public int ItemsAtOnce { get; init; } = 4;

    /// <summary>Ranges fetched at once by all items together, each with a connection of its own, 1 to 64.</summary>
    /// <value>Default 6.</value>
    public int RangesAtOnce { get; init; } = 6;

    /// <summary>The most bytes a second all downloads take together, at least 65,536; null is no cap.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>A connection that brings fewer than 64 KiB in this time is given up and its range asked for anew.</summary>
    /// <value>Default 20 seconds.</value>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a download waits for one block of a file to come through before it fails; what it has is kept.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The first wait before something is asked for anew; it doubles up to 15 seconds.</summary>
    /// <value>Default half a second.</value>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an upload that no item names is kept.</summary>
    /// <value>Default 7 days.</value>
    public TimeSpan KeepUploads { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes that stay free on the volume, so that the stamp's own books can still be written.</summary>
    /// <value>Default 16 MiB.</value>
    public long KeepFree { get; init; } = 16 * 1024 * 1024;

    /// <summary>The volume's free bytes; null asks the file system. For tests of a full disk.</summary>
    internal Func<long>? FreeBytes { get; init; }
}
