using Azsreg.Remoting.Client;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.OutOfProcess;

public sealed class FloodTests
{
    [Fact]
    public async Task RunAsync_ClientSendsWithoutReadingAnswers_EndsTheSession()
    {
        using var client = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 20);
        using var input = new MemoryStream();
        input.Write(new Packet(PacketKind.Data, Guid.Empty, client.Open()).ToLine());
        for (var question = 0; question < 30_000; question++)
        {
            var fragments = client.Encode(MessageType.GetAvailableRunspaces, Guid.Empty, $"""<Obj RefId="0"><MS><I64 N="CI">{question}</I64></MS></Obj>""");
            input.Write(new Packet(PacketKind.Data, Guid.Empty, fragments[0]).ToLine());
        }
        input.Position = 0;

        var ended = await Should.ThrowAsync<RemotingProtocolException>(() => OutOfProcessServer.RunAsync(
            input, new FullPipe(), TestCommands.Endpoint, new RemoteIdentity("tester"), new OutOfProcessServerOptions { FlushTimeout = TimeSpan.Zero }));

        ended.Message.ShouldBe("The client sends without reading what it is answered.");
        input.Position.ShouldBeLessThan(input.Length);
    }

    /// <summary>Nobody reads at its other end.</summary>
    private sealed class FullPipe : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
