using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// The file that blocks are written to, by a thread of its own: a disk that is slow keeps no thread of the pool from the network. On Linux whole
/// blocks go to the disk past the page cache, which spares a third of all the work of a download, and leaves the cache to those who will read again.
/// </summary>
internal sealed class BlockFile : IAsyncDisposable
{
    private readonly BlockingCollection<Work> _queue = [];
    private readonly SafeFileHandle _file;
    private readonly Task _thread;
    private SafeFileHandle? _direct;

    /// <exception cref="IOException">It cannot be opened, or the disk has no room for it.</exception>
    public BlockFile(string path, long length)
    {
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            RandomAccess.SetLength(_file, length);
            _direct = length < Block.Size ? null : DirectAccess.TryOpen(path);
            _thread = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Writes; the bytes must stay as they are until it is done.</summary>
    /// <exception cref="IOException">The disk took them not.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes, long offset) => Do(() => Write(bytes.Span, offset));

    /// <summary>Returns when what was written before is on the disk.</summary>
    public Task FlushAsync() => Do(() => RandomAccess.FlushToDisk(_file));

    /// <summary>Reads back; fewer bytes only at the end of the file.</summary>
    public async Task<int> ReadAsync(Memory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        var filled = 0;
        for (int read; filled < bytes.Length && (read = await RandomAccess.ReadAsync(_file, bytes[filled..], offset + filled, cancellationToken)) > 0;)
            filled += read;
        return filled;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _thread;
        _direct?.Dispose();
        _file.Dispose();
        _queue.Dispose();
    }

    private Task Do(Action action)
    {
        var work = new Work(action, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Add(work);
        return work.Done.Task;
    }

    private void Run()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            try
            {
                work.Action();
                work.Done.SetResult();
            }
#pragma warning disable CA1031 // Whoever asked for it gets it.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                work.Done.SetException(failed);
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        // The last block ends anywhere, the disk only takes whole sectors.
        if (_direct is { } direct && bytes.Length == Block.Size)
        {
            try
            {
                RandomAccess.Write(direct, bytes, offset);
                return;
            }
            catch (Exception refused) when (refused is IOException or ArgumentException)
            {
                // A file system may say so only now; whether there is more to it the other way tells.
                direct.Dispose();
                _direct = null;
            }
        }

        RandomAccess.Write(_file, bytes, offset);
    }

    private sealed record Work(Action Action, TaskCompletionSource Done);

    /// <summary>Linux's O_DIRECT, which the framework has no option for.</summary>
    private static class DirectAccess
    {
        private const int GetFlags = 3;
        private const int SetFlags = 4;

        /// <summary>A second way to the file; null where the system has none.</summary>
        public static SafeFileHandle? TryOpen(string path)
        {
            var flag = RuntimeInformation.ProcessArchitecture switch
            {
                _ when !OperatingSystem.IsLinux() => 0,
                Architecture.X64 => 0x4000,
                Architecture.Arm64 => 0x10000,
                _ => 0,
            };
            if (flag == 0)
                return null;
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var flags = Control(file, GetFlags, 0);
            if (flags >= 0 && Control(file, SetFlags, flags | flag) == 0)
                return file;
            file.Dispose();
            return null;
        }

        [DllImport("libc", EntryPoint = "fcntl")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Control(SafeFileHandle file, int command, nint argument);
    }
}
