using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Remoting.Tests.Server;

/// <summary>What Enter-PSSession and Import-PSSession of a genuine client need, message by message.</summary>
public sealed class InteractiveSessionTests : IAsyncDisposable
{
    private static readonly Guid PoolId = Guid.Parse("7d4fc2e1-737f-4be6-bedc-533fdac4f1f3");
    private static readonly Guid PipelineId = Guid.Parse("b4a7400b-9f33-4337-afb7-514e01e9221c");
    private static readonly ConstrainedEndpoint Endpoint = TestCommands.Endpoint with { Views = [new("Thing", ["A", "B"])] };

    private readonly Sink sink = new();
    private readonly ServerPool pool;
    private readonly FragmentWriter client = new();

    public InteractiveSessionTests()
    {
        pool = new ServerPool(
            new ServerSessionInfo(PoolId, new RemoteIdentity("tester"), new CommandTable(Endpoint), TimeProvider.System),
            sink, FragmentWriter.DefaultMaxFragment, 1 << 22, null, NullLogger.Instance);
        Send(MessageType.SessionCapability, Guid.Empty, ProtocolObjects.SessionCapability(new Version(2, 3)));
        Send(MessageType.InitRunspacePool, Guid.Empty,
            """<Obj RefId="0"><MS><I32 N="MinRunspaces">1</I32><I32 N="MaxRunspaces">1</I32><Obj N="HostInfo" RefId="1"><MS><B N="_isHostNull">false</B><B N="_isHostUINull">false</B><B N="_isHostRawUINull">false</B></MS></Obj></MS></Obj>""");
    }

    public async ValueTask DisposeAsync() => await pool.DisposeAsync();

    [Fact]
    public async Task ExitPSSession_ClientWithHost_PopsItsRunspace()
    {
        Start(hasInput: false, new("Exit-PSSession"), new("Out-Default"));
        await sink.Ended;

        (sink.HostCalls[0].Method, sink.HostCalls[0].Arguments).ShouldBe(("PopRunspace", ""));
    }

    [Fact]
    public async Task OutDefault_ErrorRecordAsInput_WritesErrorLines()
    {
        Start(hasInput: true, new Client.RemoteCommand("Out-Default"));
        Send(MessageType.PipelineInput, PipelineId, ClixmlWriter.Write(new RemoteError("it is over", "ItIsOver") { Category = RemoteErrorCategory.InvalidOperation, Reason = "RuntimeException" }));
        Send(MessageType.EndOfPipelineInput, PipelineId, "");
        await sink.Ended;

        sink.HostCalls.Select(call => call.Method).Distinct().ShouldBe(["WriteErrorLine"]);
        sink.HostCalls.Select(call => call.Arguments).ShouldBe(
        [
            "it is over",
            "    + CategoryInfo          : InvalidOperation: (:) [], RuntimeException",
            "    + FullyQualifiedErrorId : ItIsOver",
        ]);
    }

    [Fact]
    public async Task OutDefault_TypeWithAView_IsATable()
    {
        Start(hasInput: false, new Client.RemoteCommand("New-Thing").With("A", 1).With("B", "x"), new("Out-Default"));
        await sink.Ended;

        sink.HostCalls.Select(call => call.Arguments).ShouldBe(["", "A B", "- -", "1 x", ""]);
    }

    [Fact]
    public async Task OutDefault_Input_IsShownBeforeTheInputEnds()
    {
        Start(hasInput: true, new Client.RemoteCommand("Out-Default"));
        Send(MessageType.PipelineInput, PipelineId, "<S>early</S>");

        await sink.Called.WaitAsync(TimeSpan.FromMinutes(1));

        sink.HostCalls[0].Arguments.ShouldBe("early");
        sink.HasEnded.ShouldBeFalse();
        Send(MessageType.EndOfPipelineInput, PipelineId, "");
        await sink.Ended;
    }

    [Fact]
    public async Task SelectObject_HasItsFirstOnes_StopsTheCommandBefore()
    {
        Start(hasInput: false, new("Wait-Forever"), new Client.RemoteCommand("Select-Object").With("First", 1), new("Out-Default"));

        await sink.Ended.WaitAsync(TimeSpan.FromMinutes(1));

        sink.HostCalls.ShouldHaveSingleItem().Arguments.ShouldBe("waiting");
        sink.State.ShouldBe(PipelineState.Completed);
    }

    [Fact]
    public async Task Stop_PipelineThatWaitsForInput_IsStopped()
    {
        Start(hasInput: true, new Client.RemoteCommand("Measure-Object"));

        pool.Stop(PipelineId);
        await sink.Ended.WaitAsync(TimeSpan.FromMinutes(1));

        sink.State.ShouldBe(PipelineState.Stopped);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(271, 1)]
    public async Task GetCommandMetadata_TypesAskedFor_AreRespected(int types, int count)
    {
        Send(MessageType.GetCommandMetadata, PipelineId,
            $"""<Obj RefId="0"><MS><Obj N="Name" RefId="1"><LST><S>New-Thing</S></LST></Obj><Obj N="CommandType" RefId="2"><TN RefId="0"><T>System.Management.Automation.CommandTypes</T><T>System.Enum</T></TN><ToString>x</ToString><I32>{types}</I32></Obj><Nil N="Namespace"/><Nil N="ArgumentList"/></MS></Obj>""");
        await sink.Ended;

        sink.Output[0].ShouldBeOfType<RemoteObject>()["Count"].ShouldBe(count);
        sink.Output.Count.ShouldBe(count + 1);
    }

    [Fact]
    public async Task GetFormatData_EndpointWithViews_WritesThemAsAClientRebuildsThem()
    {
        Start(hasInput: false, new Client.RemoteCommand("Get-FormatData").With("TypeName", "*"));
        await sink.Ended;

        var type = sink.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        type.Is("System.Management.Automation.ExtendedTypeDefinition").ShouldBeTrue();
        type["TypeName"].ShouldBe("Thing");
        var view = Items(type["FormatViewDefinition"]).ShouldHaveSingleItem();
        view["InstanceId"].ShouldBeOfType<Guid>();
        var table = view["Control"].ShouldBeOfType<RemoteObject>();
        table.Is("System.Management.Automation.TableControl").ShouldBeTrue();
        Items(table["Headers"]).Select(header => header["Label"]).ShouldBe(["A", "B"]);
        Items(Items(table["Rows"]).ShouldHaveSingleItem()["Columns"]).Select(column => ((RemoteObject)column["DisplayEntry"]!)["Value"]).ShouldBe(["A", "B"]);
    }

    private static List<RemoteObject> Items(object? list) =>
        [.. RemoteObject.Unwrap(list).ShouldBeAssignableTo<System.Collections.IEnumerable>()!.Cast<RemoteObject>()];

    private void Start(bool hasInput, params Client.RemoteCommand[] commands) =>
        Send(MessageType.CreatePipeline, PipelineId, CreatePipelineMessage.Write(commands, hasInput, null));

    private void Send(MessageType type, Guid pipeline, string clixml)
    {
        foreach (var fragment in client.Write(RemotingMessage.Create(MessageDestination.Server, type, PoolId, pipeline, clixml))) pool.Accept(fragment);
    }

    private sealed class Sink : IServerSink
    {
        private readonly FragmentReader reader = new(1 << 24);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<(string? Method, string Arguments)> HostCalls { get; } = [];

        public List<object?> Output { get; } = [];

        public PipelineState? State { get; private set; }

        public Task Ended => ended.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public Task Called => called.Task;

        public bool HasEnded => ended.Task.IsCompleted;

        public void SendToPool(byte[] fragment)
        {
        }

        public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal)
        {
            foreach (var message in reader.Read(fragment))
            {
                var body = message.Body.IsEmpty ? null : ClixmlReader.Read(message.Body);
                if (message.Type == MessageType.PipelineOutput) Output.Add(body);
                if (message.Type == MessageType.PipelineState) State = (PipelineState)ProtocolObjects.ReadInt(body, "PipelineState");
                if (message.Type == MessageType.PipelineHostCall && body is RemoteObject call)
                {
                    HostCalls.Add((RemoteObject.TextOf(call["mi"]), RemoteObject.TextOf(call["mp"]) ?? ""));
                    called.TrySetResult();
                }
            }
            if (isFinal) ended.TrySetResult();
            return true;
        }
    }
}
