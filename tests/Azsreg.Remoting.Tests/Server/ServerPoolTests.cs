using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Remoting.Tests.Server;

/// <summary>What an interactive client (Enter-PSSession, Import-PSSession) asks, message by message.</summary>
public sealed class ServerPoolTests : IAsyncDisposable
{
    private static readonly Guid PoolId = Guid.Parse("7d4fc2e1-737f-4be6-bedc-533fdac4f1f3");
    private static readonly Guid PipelineId = Guid.Parse("b4a7400b-9f33-4337-afb7-514e01e9221c");

    private readonly RecordingSink sink = new();
    private readonly ServerPool pool;
    private readonly FragmentWriter client = new();

    public ServerPoolTests() => pool = new ServerPool(
        new ServerSessionInfo(PoolId, new RemoteIdentity("tester"), new CommandTable(TestCommands.Endpoint), TimeProvider.System),
        sink, FragmentWriter.DefaultMaxFragment, 1 << 22, null, NullLogger.Instance);

    public async ValueTask DisposeAsync() => await pool.DisposeAsync();

    [Fact]
    public void Accept_CapabilityAndInit_AnswersInTheOrderOfAGenuineServer()
    {
        Open(isHostNull: true);

        sink.Pool.Select(message => (message.Type, message.PoolId)).ShouldBe(
        [
            (MessageType.SessionCapability, Guid.Empty), (MessageType.ApplicationPrivateData, PoolId), (MessageType.RunspacePoolState, PoolId),
        ]);
        ClixmlText(sink.Pool[0]).ShouldBe(
            """<Obj RefId="0"><MS><Version N="protocolversion">2.4</Version><Version N="PSVersion">2.0</Version><Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>""");
        ClixmlText(sink.Pool[2]).ShouldBe("""<Obj RefId="0"><MS><I32 N="RunspaceState">2</I32></MS></Obj>""");
    }

    [Fact]
    public void Accept_PrivateData_LeavesOutTheDebuggersKeys()
    {
        Open(isHostNull: true);

        ClixmlText(sink.Pool[1]).ShouldContain("PSVersionTable");
        ClixmlText(sink.Pool[1]).ShouldNotContain("Debug");
    }

    [Theory]
    [InlineData("2.0", "2.0")]
    [InlineData("2.3", "2.3")]
    [InlineData("2.5", "2.4")]
    [InlineData("3.0", "2.4")]
    [InlineData("1.9", "2.4")]
    public void Accept_Capability_AnswersTheVersion(string asked, string answered)
    {
        Send(MessageType.SessionCapability, Guid.Empty, ProtocolObjects.SessionCapability(Version.Parse(asked)));

        ClixmlText(sink.Pool.ShouldHaveSingleItem()).ShouldContain($"<Version N=\"protocolversion\">{answered}</Version>");
    }

    [Fact]
    public void Accept_PipelineBeforeThePoolIsOpen_IsAProtocolError() =>
        Should.Throw<RemotingProtocolException>(() => Send(MessageType.CreatePipeline, PipelineId, "<Nil />"));

    [Fact]
    public async Task Accept_GetCommandMetadata_WritesCountAndProxies()
    {
        Open(isHostNull: true);

        Send(MessageType.GetCommandMetadata, PipelineId, """<Obj RefId="0"><MS><Obj N="Name" RefId="1"><LST><S>Out-Default</S><S>New-*</S></LST></Obj></MS></Obj>""");
        await sink.Ended.WaitAsync(TimeSpan.FromMinutes(1));

        var output = sink.Pipeline.Where(message => message.Type == MessageType.PipelineOutput).Select(message => (RemoteObject)ClixmlReader.Read(message.Body)!).ToList();
        output[0].TypeNames[0].ShouldBe("Selected.Microsoft.PowerShell.Commands.GenericMeasureInfo");
        output[0]["Count"].ShouldBe(2);
        output.Skip(1).Select(command => command["Name"]).ShouldBe(["New-Thing", "Out-Default"]);
        RemoteObject.Unwrap(output[1]["CommandType"]).ShouldBe(2);
        var parameters = RemoteObject.Unwrap(output[1]["Parameters"]).ShouldBeAssignableTo<System.Collections.IDictionary>()!;
        var metadata = parameters["Force"].ShouldBeOfType<RemoteObject>();
        metadata["ParameterType"].ShouldBe("System.Management.Automation.SwitchParameter");
        metadata["SwitchParameter"].ShouldBe(true);
        parameters.Contains("Verbose").ShouldBeTrue();
    }

    [Fact]
    public async Task Accept_OutDefaultOfAClientWithHost_WritesLinesToTheHost()
    {
        Open(isHostNull: false);

        Send(MessageType.CreatePipeline, PipelineId, CreatePipelineMessage.Write([new("Add-Count"), new("Out-Default")], hasInput: false, null));
        await sink.Ended.WaitAsync(TimeSpan.FromMinutes(1));

        sink.Pipeline.Select(message => message.Type).ShouldBe([MessageType.PipelineHostCall, MessageType.PipelineState]);
        ClixmlText(sink.Pipeline[0]).ShouldBe(
            """<Obj RefId="0"><MS><I64 N="ci">-100</I64><Obj N="mi" RefId="1"><TN RefId="0"><T>System.Management.Automation.Remoting.RemoteHostMethodId</T><T>System.Enum</T><T>System.ValueType</T><T>System.Object</T></TN><ToString>WriteLine2</ToString><I32>16</I32></Obj><Obj N="mp" RefId="2"><TN RefId="1"><T>System.Collections.ArrayList</T><T>System.Object</T></TN><LST><S>1</S></LST></Obj></MS></Obj>""");
    }

    [Fact]
    public void Accept_RunspaceCounts_AreAnsweredAsAGenuineServerDoes()
    {
        Open(isHostNull: true);

        Send(MessageType.SetMaxRunspaces, Guid.Empty, """<Obj RefId="0"><MS><I32 N="MaxRunspaces">5</I32><I64 N="CI">1</I64></MS></Obj>""");
        Send(MessageType.SetMinRunspaces, Guid.Empty, """<Obj RefId="0"><MS><I32 N="MinRunspaces">50</I32><I64 N="CI">2</I64></MS></Obj>""");
        Send(MessageType.GetAvailableRunspaces, Guid.Empty, """<Obj RefId="0"><MS><I64 N="CI">3</I64></MS></Obj>""");

        sink.Pool.Skip(3).Select(ClixmlText).ShouldBe(
        [
            """<Obj RefId="0"><MS><B N="SetMinMaxRunspacesResponse">true</B><I64 N="ci">1</I64></MS></Obj>""",
            """<Obj RefId="0"><MS><B N="SetMinMaxRunspacesResponse">false</B><I64 N="ci">2</I64></MS></Obj>""",
            """<Obj RefId="0"><MS><I32 N="SetMinMaxRunspacesResponse">5</I32><I64 N="ci">3</I64></MS></Obj>""",
        ]);
    }

    private void Open(bool isHostNull)
    {
        Send(MessageType.SessionCapability, Guid.Empty, ProtocolObjects.SessionCapability(new Version(2, 4)));
        var text = isHostNull ? "true" : "false";
        Send(MessageType.InitRunspacePool, Guid.Empty,
            $"""<Obj RefId="0"><MS><I32 N="MinRunspaces">1</I32><I32 N="MaxRunspaces">1</I32><Obj N="HostInfo" RefId="1"><MS><B N="_isHostNull">{text}</B><B N="_isHostUINull">{text}</B><B N="_isHostRawUINull">{text}</B></MS></Obj></MS></Obj>""");
    }

    private void Send(MessageType type, Guid pipeline, string clixml)
    {
        foreach (var fragment in client.Write(RemotingMessage.Create(MessageDestination.Server, type, PoolId, pipeline, clixml))) pool.Accept(fragment);
    }

    private static string ClixmlText(RemotingMessage message) => System.Text.Encoding.UTF8.GetString(message.Body.Span[3..]);

    private sealed class RecordingSink : IServerSink
    {
        private readonly FragmentReader reader = new(1 << 24);
        private readonly TaskCompletionSource ended = new();

        public List<RemotingMessage> Pool { get; } = [];

        public List<RemotingMessage> Pipeline { get; } = [];

        public Task Ended => ended.Task;

        public void SendToPool(byte[] fragment) => Pool.AddRange(reader.Read(fragment));

        public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal)
        {
            Pipeline.AddRange(reader.Read(fragment));
            if (isFinal) ended.TrySetResult();
            return true;
        }
    }
}
