using System.IO.Pipelines;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.OutOfProcess;

public sealed class StreamSessionTests : IAsyncDisposable
{
    private readonly Pipe toServer = new();
    private readonly Pipe toClient = new();
    private readonly RecordingTranscript transcript = new();
    private readonly Task<bool> server;

    public StreamSessionTests() => server = ServeAsync();

    public async ValueTask DisposeAsync()
    {
        await toServer.Writer.CompleteAsync();
        try
        {
            await server;
        }
        catch (RemotingProtocolException)
        {
            // A test that sends garbage has asserted it.
        }
    }

    [Fact]
    public async Task OpenAsync_OverStreams_RunsCommands()
    {
        await using var session = await OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("New-Thing").With("A", 5));

        result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>()["A"].ShouldBe(5);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("2.1")]
    [InlineData("2.2")]
    [InlineData("2.3")]
    public async Task InvokeAsync_SecretsAtAnOlderVersion_AreEncryptedUnderTheSessionKey(string version)
    {
        await using var session = await OpenAsync(Version.Parse(version));

        var result = await session.InvokeAsync(new RemoteCommand("Show-Secret")
            .With("Secret", new SecureText("hush-hush")).With("Credential", new RemoteCredential("usr", new SecureText("pw"))));

        session.ProtocolVersion.ShouldBe(Version.Parse(version));
        result.Output.ShouldBe([9, "usr", new SecureText("from the server")]);
    }

    [Fact]
    public async Task InvokeAsync_ServerWritesASecretBeforeTheKeyExchange_AsksForTheKey()
    {
        await using var session = await OpenAsync(new Version(2, 3));

        var result = await session.InvokeAsync(new RemoteCommand("Show-Secret"));

        result.Output[^1].ShouldBe(new SecureText("from the server"));
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_StopsTheCommandAndKeepsTheSession()
    {
        await using var session = await OpenAsync();
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => session.InvokeAsync(
            new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => cancel.Cancel() }, cancel.Token));

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task InvokeAsync_LargeInput_ComesBackWhole()
    {
        await using var session = await OpenAsync();
        var large = new string('z', 300_000);

        var result = await session.InvokeAsync([new RemoteCommand("Echo-Input")], null, [large, null, 3]);

        result.Output.ShouldBe([large, null, 3]);
    }

    [Fact]
    public async Task RunAsync_SessionClosed_EndsTrue()
    {
        var session = await OpenAsync();

        await session.DisposeAsync();

        (await server).ShouldBeTrue();
        transcript.Entries.Last().Kind.ShouldBe(TranscriptKind.SessionClosed);
    }

    [Fact]
    public async Task RunAsync_InputEnds_EndsFalse()
    {
        await toServer.Writer.CompleteAsync();

        (await server).ShouldBeFalse();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("garbage\n")]
    [InlineData("<Data PSGuid='x'>AAAA</Data>\n")]
    [InlineData("<Data PSGuid='00000000-0000-0000-0000-000000000000'>!</Data>\n")]
    [InlineData("<Data PSGuid='00000000-0000-0000-0000-000000000000'>AAAA</Data>\n")]
    [InlineData("<0 PSGuid='00000000-0000-0000-0000-000000000000' />\n")]
    [InlineData("<Close PSGuid='00000000-0000-0000-0000-000000000000'")]
    public async Task RunAsync_Garbage_IsAProtocolError(string text)
    {
        await toServer.Writer.WriteAsync(Encoding.ASCII.GetBytes(text));
        await toServer.Writer.CompleteAsync();

        await Should.ThrowAsync<RemotingProtocolException>(() => server);
    }

    [Fact]
    public async Task RunAsync_EndlessLine_IsAProtocolError()
    {
        // The rest of the line is never read, so this write does not end.
        _ = toServer.Writer.WriteAsync(new byte[2_000_000]).AsTask();

        await Should.ThrowAsync<RemotingProtocolException>(() => server.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task RunAsync_GarbageBehindSsh_IsToldAmongThePackets()
    {
        using var output = new MemoryStream();

        await Should.ThrowAsync<RemotingProtocolException>(() => OutOfProcessServer.RunAsync(
            new MemoryStream("garbage\n"u8.ToArray()), output, TestCommands.Endpoint, new RemoteIdentity("tester"),
            new OutOfProcessServerOptions { ReportsErrorsOnOutput = true }));

        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("__NamedPipeError__:An unknown element \"garbage\" was received.\n");
    }

    [Fact]
    public async Task RunAsync_GarbageOnAPipe_LeavesTheOutputToPackets()
    {
        using var output = new MemoryStream();

        await Should.ThrowAsync<RemotingProtocolException>(() => OutOfProcessServer.RunAsync(
            new MemoryStream("garbage\n"u8.ToArray()), output, TestCommands.Endpoint, new RemoteIdentity("tester")));

        output.Length.ShouldBe(0);
    }

    [Fact]
    public async Task RunAsync_Cancelled_StillTellsTheClientThatThePoolIsClosed()
    {
        using var cancel = new CancellationTokenSource();
        var (sent, answers) = (new Pipe(), new Pipe());
        var opening = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 24).Open();
        await sent.Writer.WriteAsync(new Packet(PacketKind.Data, Guid.Empty, opening).ToLine());
        var run = OutOfProcessServer.RunAsync(
            sent.Reader.AsStream(), answers.Writer.AsStream(), TestCommands.Endpoint, new RemoteIdentity("tester"), cancellationToken: cancel.Token);
        await using var packets = new PacketReader(answers.Reader.AsStream(), 1 << 20).ReadAllAsync(default).GetAsyncEnumerator();
        do (await packets.MoveNextAsync()).ShouldBeTrue(); while (packets.Current.Kind != PacketKind.DataAck);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
        await answers.Writer.CompleteAsync();

        var states = new List<string>();
        while (await packets.MoveNextAsync()) states.Add(Encoding.UTF8.GetString(packets.Current.Data.Span));
        states.Count.ShouldBe(2);
        states[0].ShouldContain("""<I32 N="RunspaceState">4</I32>""");
        states[1].ShouldContain("""<I32 N="RunspaceState">3</I32>""");
    }

    [Fact]
    public async Task RunAsync_ClientThatNeverReads_IsGivenUp()
    {
        using var output = new NeverWritten();

        var run = OutOfProcessServer.RunAsync(
            new MemoryStream(new Packet(PacketKind.Command, Guid.AllBitsSet).ToLine()), output, TestCommands.Endpoint, new RemoteIdentity("tester"),
            new OutOfProcessServerOptions { FlushTimeout = TimeSpan.FromMilliseconds(50) });

        (await run.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeFalse();
    }

    [Fact]
    public async Task OpenAsync_ServerReportsAnError_FailsWithItsWords()
    {
        // As a genuine server says it (-SSHServerMode with a configuration file that is not there).
        var failure = await Should.ThrowAsync<RemotingProtocolException>(() => RemotingClient.OpenAsync(
            new MemoryStream("__NamedPipeError__:Remote transport error: Could not find file 'none.pssc'.\n"u8.ToArray()), Stream.Null,
            new RemotingStreamConnection { PeerName = "ssh://host" }));

        failure.Message.ShouldBe("The peer cannot go on: Remote transport error: Could not find file 'none.pssc'.");
    }

    [Theory]
    [InlineData("two\nlines", "__NamedPipeError__:two lines\n")]
    [InlineData("", "__NamedPipeError__:\n")]
    public void ErrorLine_AnyText_IsOneLine(string text, string line) => Encoding.UTF8.GetString(OutOfProcessServer.ErrorLine(text)).ShouldBe(line);

    [Fact]
    public async Task OpenAsync_PeerSaysSomethingElse_IsAProtocolError()
    {
        await Should.ThrowAsync<RemotingProtocolException>(() => RemotingClient.OpenAsync(
            new MemoryStream("Welcome to this server\n"u8.ToArray()), Stream.Null, new RemotingStreamConnection { PeerName = "ssh://host" }));
    }

    [Fact]
    public async Task OpenAsync_PeerEnds_IsUnreachable()
    {
        await Should.ThrowAsync<RemotingUnreachableException>(() => RemotingClient.OpenAsync(
            new MemoryStream(), Stream.Null, new RemotingStreamConnection { PeerName = "ssh://host" }));
    }

    private async Task<bool> ServeAsync()
    {
        await using var output = toClient.Writer.AsStream();
        return await OutOfProcessServer.RunAsync(
            toServer.Reader.AsStream(), output, TestCommands.Endpoint, new RemoteIdentity("tester"), new OutOfProcessServerOptions { Transcript = transcript });
    }

    private Task<RemoteSession> OpenAsync(Version? version = null) => RemotingClient.OpenAsync(
        new StreamClientTransport(toClient.Reader.AsStream(), toServer.Writer.AsStream(), "pipe", TimeProvider.System),
        new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 24, version), "pipe",
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeProvider.System, default);

    private sealed class NeverWritten : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Task.Delay(Timeout.Infinite, cancellationToken));
    }
}
