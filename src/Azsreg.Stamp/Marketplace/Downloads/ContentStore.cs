using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// The marketplace's files: whole content under its SHA-256, and below <c>partial</c> a folder for each item that is on its way. What is pinned is
/// about to be named by an item and is not removed.
/// </summary>
internal sealed class ContentStore(string folder, MarketplaceOptions options)
{
    private readonly string _content = Path.Combine(folder, "content");
    private readonly string _partial = Path.Combine(folder, "partial");
    private readonly ConcurrentDictionary<string, KeyLock> _locks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pins = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _reserved;

    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    public string PathOf(string sha256) => Path.Combine(_content, sha256);

    /// <summary>Length of the content; null where there is none of that hash.</summary>
    public long? LengthOf(string sha256) => new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.Length : null;

    /// <summary>The folder of an item's parts on their way; made when first written to.</summary>
    public string PartialFolder(string item) =>
        // A product's name is Azure's to choose; its hash is a file name everywhere.
        Path.Combine(_partial, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item.ToLowerInvariant())).AsSpan(0, 16)));

    public void RemovePartial(string item)
    {
        var parts = PartialFolder(item);
        if (Directory.Exists(parts))
            Directory.Delete(parts, recursive: true);
    }

    /// <summary>Makes a file that is whole and on the disk the content of its hash.</summary>
    public void Adopt(string file, string sha256)
    {
        Directory.CreateDirectory(_content);
        File.Move(file, PathOf(sha256), overwrite: true);
    }

    /// <summary>Keeps a small file under its hash.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Put(ReadOnlySpan<byte> bytes, string sha256)
    {
        Directory.CreateDirectory(_content);
        OwnedFile.Replace(PathOf(sha256), bytes);
    }

    /// <summary>Keeps content from being removed until the pin is let go.</summary>
    public IDisposable Pin(string sha256)
    {
        lock (_gate)
            _pins[sha256] = _pins.GetValueOrDefault(sha256) + 1;
        return new Release(() =>
        {
            lock (_gate)
            {
                if (--_pins[sha256] == 0)
                    _pins.Remove(sha256);
            }
        });
    }

    /// <summary>Removes content that nobody is about to use; the caller knows that no item names it.</summary>
    /// <returns>The bytes that became free.</returns>
    public long Remove(string sha256)
    {
        lock (_gate)
        {
            if (_pins.ContainsKey(sha256) || LengthOf(sha256) is not { } length)
                return 0;
            File.Delete(PathOf(sha256));
            return length;
        }
    }

    /// <summary>Waits until nobody else brings the same thing.</summary>
    public async Task<IDisposable> LockAsync(string key, CancellationToken cancellationToken)
    {
        KeyLock held;
        while (true)
        {
            held = _locks.GetOrAdd(key, _ => new KeyLock());
            lock (held)
            {
                if (!held.IsGone)
                {
                    held.Users++;
                    break;
                }
            }
        }

        try
        {
            await held.Semaphore.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key, held);
            throw;
        }

        return new Release(() =>
        {
            held.Semaphore.Release();
            Leave(key, held);
        });
    }

    /// <summary>Reserves room for what is to be written, beside what others reserved.</summary>
    /// <exception cref="ArmException"><c>NotEnoughSpace</c>.</exception>
    public Reservation Reserve(long bytes)
    {
        lock (_gate)
        {
            var free = FreeBytes();
            var usable = Math.Max(0, free - _reserved - options.KeepFree);
            if (bytes > usable)
                throw MarketplaceErrors.NotEnoughSpace(bytes, usable);
            _reserved += bytes;
            return new Reservation(this, bytes);
        }
    }

    /// <summary>False where a further block would take the room the stamp's own books need.</summary>
    public bool HasRoomForBlock() => FreeBytes() >= options.KeepFree + Block.Size;

    /// <summary>Removes what a killed run left: content no item or upload names, and parts of items nobody downloads any more.</summary>
    public void Sweep(IReadOnlySet<string> named, IReadOnlySet<string> itemsUnderWay)
    {
        var kept = itemsUnderWay.Select(PartialFolder).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Existing(_content, Directory.EnumerateFiles).Where(file => !named.Contains(Path.GetFileName(file))))
            Remove(Path.GetFileName(file));
        foreach (var parts in Existing(_partial, Directory.EnumerateDirectories).Where(parts => !kept.Contains(parts)))
            Directory.Delete(parts, recursive: true);
    }

    private static List<string> Existing(string path, Func<string, IEnumerable<string>> list) => Directory.Exists(path) ? [.. list(path)] : [];

    private long FreeBytes()
    {
        if (options.FreeBytes is { } given)
            return given();
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).AvailableFreeSpace;
    }

    private void Leave(string key, KeyLock held)
    {
        lock (held)
        {
            if (--held.Users > 0)
                return;
            held.IsGone = true;
            _locks.TryRemove(key, out _);
        }

        held.Semaphore.Dispose();
    }

    /// <summary>Room that is promised to a download; it shrinks as the bytes are written, since then the volume itself is fuller.</summary>
    internal sealed class Reservation(ContentStore store, long bytes) : IDisposable
    {
        private long _left = bytes;

        public void Written(long written)
        {
            lock (store._gate)
            {
                var taken = Math.Min(_left, written);
                _left -= taken;
                store._reserved -= taken;
            }
        }

        public void Dispose() => Written(long.MaxValue);
    }

    private sealed class KeyLock
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);
        public int Users { get; set; }
        public bool IsGone { get; set; }
    }

    private sealed class Release(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
