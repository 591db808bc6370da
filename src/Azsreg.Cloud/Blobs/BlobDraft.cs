using Azsreg.Hosting;
using Microsoft.Win32.SafeHandles;

namespace Azsreg.Cloud.Blobs;

/// <summary>Content being written; gone when it is disposed before <see cref="Commit"/>.</summary>
internal sealed class BlobDraft : IAsyncDisposable
{
    private readonly string _path;
    private readonly Func<BlobContent, (string Content, string Hashes)> _target;
    private readonly BlockHasher _hasher = new();
    private readonly SafeFileHandle _file;
    private bool _committed;

    internal BlobDraft(string path, Func<BlobContent, (string Content, string Hashes)> target)
    {
        _path = path;
        _target = target;
        // Locked, so that a sweep tells it from one whose writer was killed.
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Bytes written so far.</summary>
    public long Length => _hasher.Length;

    /// <summary>Appends. Zeros take no room on file systems that know holes: an image is mostly that.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(ReadOnlySpan<byte> data)
    {
        WriteToFile(data);
        _hasher.Append(data);
    }

    /// <summary>Appends a large piece, hashed by several processors.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(byte[] buffer, int count)
    {
        WriteToFile(buffer.AsSpan(0, count));
        _hasher.AppendInParallel(buffer, count);
    }

    /// <summary>Flushes it and puts it in its place; what was there under the same address, whole or damaged, is replaced.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public BlobContent Commit()
    {
        RandomAccess.SetLength(_file, _hasher.Length);
        RandomAccess.FlushToDisk(_file);
        var (content, table) = _hasher.Finish();
        var (path, hashes) = _target(content);
        OwnedFile.Replace(hashes, table);
        if (OperatingSystem.IsWindows())
            _file.Dispose(); // Windows moves no file that is open without sharing.
        File.Move(_path, path, overwrite: true);
        _committed = true;
        return content;
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _hasher.Dispose();
        if (!_committed)
            File.Delete(_path);
        return ValueTask.CompletedTask;
    }

    private void WriteToFile(ReadOnlySpan<byte> data)
    {
        const int step = 64 * 1024;
        for (var at = 0; at < data.Length; at += step)
        {
            var part = data.Slice(at, Math.Min(step, data.Length - at));
            if (part.ContainsAnyExcept((byte)0))
                RandomAccess.Write(_file, part, _hasher.Length + at);
        }
    }
}
