using Azsreg.Remoting.Client;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>An open session of a constrained endpoint that gets one damaged message, and whatever pipeline that starts.</summary>
internal static class ServerFuzz
{
    private static readonly Guid PoolId = Guid.Parse("7d4fc2e1-737f-4be6-bedc-533fdac4f1f3");
    private static readonly Guid PipelineId = Guid.Parse("b4a7400b-9f33-4337-afb7-514e01e9221c");
    private static readonly RemoteIdentity Somebody = new("somebody");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Without the commands that wait or write without end: they do so by themselves.</summary>
    public static ConstrainedEndpoint Endpoint { get; } = TestCommands.Endpoint with
    {
        Commands = [.. TestCommands.Endpoint.Commands.Where(command => command.Name is not ("Wait-Forever" or "Write-Much" or "Invoke-Bug"))],
    };

    private static readonly CommandTable Commands = new(Endpoint);
    private static readonly byte[][] Openings = [Opening(new Version(2, 4)), Opening(new Version(2, 3))];
    private static readonly byte[] Echo = System.Text.Encoding.UTF8.GetBytes(CreatePipelineMessage.Write([new RemoteCommand("Echo-Input")], hasInput: true, null));

    public static void Feed(byte[] input)
    {
        if (input.Length < 5) return;
        var sink = new Sink();
        var broken = new BrokenCommands();
        var pool = new ServerPool(
            new ServerSessionInfo(PoolId, Somebody, Commands, TimeProvider.System), sink, FragmentWriter.DefaultMaxFragment, 1 << 21, new Reader(), broken);
        try
        {
            pool.Accept(Openings[input[0] & 1]);
            var type = (MessageType)BitConverter.ToUInt32(input, 1);
            var writer = new FragmentWriter();
            if (type is MessageType.PipelineInput or MessageType.EndOfPipelineInput or MessageType.PipelineHostResponse) Send(MessageType.CreatePipeline, Echo);
            Send(type, input.AsMemory(5));
            Send(MessageType.EndOfPipelineInput, default);

            void Send(MessageType messageType, ReadOnlyMemory<byte> body)
            {
                var pipeline = messageType is MessageType.CreatePipeline or MessageType.GetCommandMetadata || (uint)messageType >= 0x00041000 ? PipelineId : Guid.Empty;
                foreach (var fragment in writer.Write(new RemotingMessage(MessageDestination.Server, messageType, PoolId, pipeline, body))) pool.Accept(fragment);
            }

            while (pool.IsRunning(PipelineId))
            {
                if (!sink.Said.Wait(Patience)) throw new TimeoutException("The pipeline does not end.");
                // Before what was said is looked at: what is said after the look must wake the next wait.
                sink.Said.Reset();
                if (sink.AsksForKey) pool.Stop(PipelineId);
            }
        }
        finally
        {
            pool.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        if (broken.First is { } exception) throw new InvalidOperationException("A command broke.", exception);
    }

    private static byte[] Opening(Version version)
    {
        using var client = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 21, version);
        return client.Open();
    }

    /// <summary>Throws away what is sent; what matters is that it ends.</summary>
    private sealed class Sink : IServerSink
    {
        private long sent;

        public ManualResetEventSlim Said { get; } = new(false, 0);

        public bool AsksForKey { get; private set; }

        public void SendToPool(byte[] fragment)
        {
            if (fragment.Length > 29 && (MessageType)BitConverter.ToUInt32(fragment, FragmentWriter.HeaderLength + 4) == MessageType.PublicKeyRequest) AsksForKey = true;
            Said.Set();
        }

        public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal)
        {
            Said.Set();
            return isFinal || Interlocked.Add(ref sent, fragment.Length) < 16 << 20;
        }
    }

    private sealed class Reader : ITranscript
    {
        public void Write(TranscriptEntry entry) => ArgumentNullException.ThrowIfNull(entry.Text);
    }

    private sealed class BrokenCommands : ILogger
    {
        public Exception? First { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) First ??= exception ?? new InvalidOperationException(formatter(state, null));
        }
    }
}
