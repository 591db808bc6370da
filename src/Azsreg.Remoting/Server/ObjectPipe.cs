using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Azsreg.Remoting.Server;

/// <summary>
/// Objects on their way into a command, from the client or from the command before it. What waits unread is bounded in number and size, what
/// has been read is not counted any more.
/// </summary>
internal sealed class ObjectPipe(int maxObjects, long maxSize)
{
    private readonly Channel<(object? Value, int Size)> channel =
        Channel.CreateUnbounded<(object?, int)>(new UnboundedChannelOptions { SingleReader = true });

    private int objects;
    private long size;
    private volatile bool isAbandoned;

    /// <summary>Ends whoever writes; null for a client, who notices by itself.</summary>
    public Action? StopWriter { get; init; }

    /// <summary>True once the reader takes no more.</summary>
    public bool IsAbandoned => isAbandoned;

    /// <summary>Adds an object; what comes after the end, or for a reader who has gone, is dropped.</summary>
    /// <param name="value">The object.</param>
    /// <param name="bytes">Its size where it came over a wire.</param>
    /// <returns>False if too much is waiting.</returns>
    public bool TryWrite(object? value, int bytes = 0)
    {
        if (isAbandoned) return true;
        if (Interlocked.Increment(ref objects) > maxObjects || Interlocked.Add(ref size, bytes) > maxSize) return false;
        channel.Writer.TryWrite((value, bytes));
        return true;
    }

    /// <summary>Nothing more comes; a reader meets <paramref name="failure"/> behind what is waiting.</summary>
    public void Complete(Exception? failure = null) => channel.Writer.TryComplete(failure);

    /// <summary>The reader takes no more.</summary>
    public void Abandon()
    {
        isAbandoned = true;
        while (channel.Reader.TryRead(out var item)) Taken(item.Size);
    }

    /// <summary>The reader takes no more, and who writes need not go on.</summary>
    public void StopWriting()
    {
        Abandon();
        StopWriter?.Invoke();
    }

    public async IAsyncEnumerable<object?> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (value, bytes) in channel.Reader.ReadAllAsync(cancellationToken))
        {
            Taken(bytes);
            yield return value;
        }
    }

    /// <summary>Everything to the end. It stays counted: what is collected takes as much room as what waits.</summary>
    public async Task<IReadOnlyList<object?>> CollectAsync(CancellationToken cancellationToken)
    {
        var all = new List<object?>();
        await foreach (var (value, _) in channel.Reader.ReadAllAsync(cancellationToken)) all.Add(value);
        return all;
    }

    /// <summary>What is waiting, together; then what came meanwhile, and so on to the end.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?>> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await channel.Reader.WaitToReadAsync(cancellationToken))
        {
            var batch = new List<object?>();
            while (channel.Reader.TryRead(out var item))
            {
                Taken(item.Size);
                batch.Add(item.Value);
            }
            yield return batch;
        }
    }

    private void Taken(int bytes)
    {
        Interlocked.Decrement(ref objects);
        Interlocked.Add(ref size, -bytes);
    }
}
