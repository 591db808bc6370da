namespace Azsreg.Remoting.OutOfProcess;

/// <summary>Writes packets to a stream, one at a time and flushed: the peer waits for each.</summary>
internal sealed class PacketWriter(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public Task WriteAsync(Packet packet, CancellationToken cancellationToken = default) => WriteLineAsync(packet.ToLine(), cancellationToken);

    public async Task WriteLineAsync(byte[] line, CancellationToken cancellationToken = default)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(line, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();
}
