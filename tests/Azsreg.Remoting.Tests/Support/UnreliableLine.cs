using System.Net.Sockets;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>TCP connections that can fail in the ways lines fail: reset, silent, or read no more.</summary>
internal sealed class UnreliableLine
{
    private readonly List<Socket> sockets = [];
    private readonly TaskCompletionSource flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isReleased;
    private volatile bool isHeld;

    /// <summary>Makes the handler's connections go over this line.</summary>
    public SocketsHttpHandler Carry(SocketsHttpHandler handler)
    {
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            lock (sockets) sockets.Add(socket);
            return new Line(this, socket);
        };
        return handler;
    }

    /// <summary>Nothing that comes in is read any more, so that the peer's window fills; what is to be sent waits.</summary>
    public void Hold() => isHeld = !isReleased;

    /// <summary>For good.</summary>
    public void Release()
    {
        isReleased = true;
        isHeld = false;
        flowing.TrySetResult();
    }

    /// <summary>Resets every connection, as a machine does that has forgotten them.</summary>
    public void Reset()
    {
        lock (sockets)
        {
            foreach (var socket in sockets)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
            }
        }
    }

    private Task FlowsAsync(CancellationToken cancellationToken) => isHeld ? flowing.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

    private sealed class Line(UnreliableLine owner, Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await owner.FlowsAsync(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await owner.FlowsAsync(cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
