using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.OutOfProcess;

public sealed class RecordingTests
{
    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public void Write_EveryRecordedBody_IsTheSameText(string name)
    {
        foreach (var fromClient in (bool[])[true, false])
        {
            // The client of the r recordings was made by hand and writes its own spacing and references.
            if (fromClient && name.StartsWith('r')) continue;
            var reader = new FragmentReader(64 * 1024 * 1024);
            foreach (var packet in Recording.Load(name).Packets(fromClient).Where(packet => packet.Kind == PacketKind.Data))
            {
                foreach (var message in reader.Read(packet.Data))
                {
                    var recorded = Encoding.UTF8.GetString(message.Body.Span).TrimStart('\ufeff');
                    if (recorded.Length == 0) continue;

                    var written = ClixmlWriter.Write(ClixmlReader.Read(message.Body, new OpaqueCodec()), new OpaqueCodec());

                    var at = written.Zip(recorded).TakeWhile(pair => pair.First == pair.Second).Count();
                    Around(written, at).ShouldBe(Around(recorded, at), $"{name}, {message.Type}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public void ToLine_EveryRecordedPacket_IsTheSameLine(string name)
    {
        foreach (var (_, line) in Recording.Load(name).Lines.Where(line => line.Line.Trim() == line.Line))
        {
            if (Packet.ParseLine(line) is [var packet]) Encoding.ASCII.GetString(packet.ToLine()).ShouldBe(line + "\n");
        }
    }

    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public void Accept_EverythingARecordedServerSent_IsUnderstood(string name)
    {
        // The session key of these is in the recorded client's memory only; the exchange has tests of its own.
        if (name.StartsWith("h3", StringComparison.Ordinal) || name.StartsWith("h4", StringComparison.Ordinal)) return;
        if (IsRefusedByClients(name))
        {
            Should.Throw<RemotingProtocolException>(() => Replay(name));
            return;
        }
        var (pool, pipelines) = Replay(name);
        if (IsRefusedByServers(name) || EndsEarly(name)) return;

        pool.State.ShouldBe(PoolState.Closed);
        pipelines.ShouldAllBe(pipeline => pipeline.IsFinished);
    }

    [Fact]
    public void Accept_RecordedStreams_AreTold()
    {
        var result = Replay("c1-streams").Pipelines[^1].ToResult();

        result.Warnings.ShouldBe(["warn é"]);
        result.Verbose.ShouldBe(["verb"]);
        result.Debug.ShouldBe(["dbg"]);
        result.Information.Select(record => record.Message).ShouldBe(["info", "hosty"]);
        result.Information[0].Tags.ShouldBe(["t1", "t2"]);
        result.Errors[0].FullyQualifiedErrorId.ShouldBe("My.Err");
        result.Errors[0].RecommendedAction.ShouldBe("do it");
        result.Errors[1].Category.ShouldBe(RemoteErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void Accept_RecordedBindingErrors_AreTheOnesOurBinderMakes()
    {
        var errors = Replay("c6-parameter-binding-errors").Pipelines.SelectMany(pipeline => pipeline.ToResult().Errors).ToList();

        errors.Select(error => (error.FullyQualifiedErrorId, error.Reason, error.Category)).ShouldBe(
        [
            ("ParameterArgumentTransformationError,New-Thing", "ParameterBindingArgumentTransformationException", RemoteErrorCategory.InvalidData),
            ("NamedParameterNotFound,New-Thing", "ParameterBindingException", RemoteErrorCategory.InvalidArgument),
            ("ParameterArgumentValidationError,V", "ParameterBindingValidationException", RemoteErrorCategory.InvalidData),
            ("MissingMandatoryParameter,V", "ParameterBindingException", RemoteErrorCategory.InvalidArgument),
        ]);
    }

    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public async Task RunAsync_EverythingARecordedClientSent_IsAnswered(string name)
    {
        // Its secrets are encrypted under a key our server did not make.
        if (name.StartsWith("h3", StringComparison.Ordinal)) return;
        await using var peer = new StreamPeer(TestCommands.Endpoint);
        foreach (var (fromClient, line) in Recording.Load(name).Lines)
        {
            if (!fromClient) continue;
            var packets = Packet.ParseLine(line);
            // A recorded client closes a pipeline when it has ended; ours must have ended by then too.
            if (packets[0].Kind == PacketKind.Close) await peer.PipelinesEndedAsync();
            await peer.SendLineAsync(line);
            foreach (var packet in packets) await peer.AckedAsync(packet);
        }

        if (!IsRefusedByServers(name)) await peer.PoolOpenedAsync();
        peer.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("r5-garbage-line")]
    [InlineData("r6-empty-line")]
    public async Task RunAsync_RecordedGarbage_EndsTheSessionAsAGenuineServerDoes(string name)
    {
        var recording = Recording.Load(name);
        var garbage = recording.Others.Single(line => line.FromClient).Line;
        await using var peer = new StreamPeer(TestCommands.Endpoint);
        foreach (var packet in recording.Packets(fromClient: true))
        {
            await peer.SendLineAsync(Encoding.ASCII.GetString(packet.ToLine()).TrimEnd());
            await peer.AckedAsync(packet);
        }
        await peer.SendLineAsync(garbage);

        await peer.EndedAsync();

        peer.Failure.ShouldBeOfType<RemotingProtocolException>().Message.ShouldStartWith($"An unknown element \"{garbage}\" was received.");
    }

    [Theory]
    [InlineData("e1-enter-pssession-plain")]
    [InlineData("m5-sshs-missing-configfile")]
    public void ParseLine_RecordedErrorOfAServer_IsAProtocolErrorThatNamesIt(string name)
    {
        var line = Recording.Load(name).Others.First(line => !line.FromClient).Line;

        Should.Throw<RemotingProtocolException>(() => Packet.ParseLine(line)).Message.ShouldContain(line["__NamedPipeError__:".Length..][..20]);
    }

    private static (ClientPool Pool, List<ClientPipeline> Pipelines) Replay(string name)
    {
        var pool = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 64 * 1024 * 1024);
        pool.Open();
        var pipelines = new List<ClientPipeline>();
        foreach (var (fromClient, line) in Recording.Load(name).Lines)
        {
            foreach (var packet in Packet.ParseLine(line))
            {
                if (fromClient && packet.Kind == PacketKind.Command)
                    pipelines.Add(pool.Start([new RemoteCommand("x")], null, hasInput: false, packet.Pipeline).Pipeline);
                if (!fromClient && packet.Kind == PacketKind.Data) pool.Accept(packet.Data);
            }
        }
        return (pool, pipelines);
    }

    private static bool IsRefusedByClients(string name) => name is "z-protocol-1.0-both-sides" or "z-protocol-2.9-both-sides" or "z-protocol-3.0-both-sides";

    private static bool IsRefusedByServers(string name) =>
        name is "r4-server-vs-client-protocol-1.9" or "r4-server-vs-client-protocol-3.0" or "z-protocol-1.0-both-sides" or "z-protocol-3.0-both-sides";

    /// <summary>The server gave up without a word about the pool.</summary>
    private static bool EndsEarly(string name) => name is "r5-garbage-line" or "m5-sshs-missing-configfile";

    private static string Around(string text, int at) => at == text.Length ? "(end)" : text.Substring(Math.Max(0, at - 40), Math.Min(100, text.Length - Math.Max(0, at - 40)));
}
