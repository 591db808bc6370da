using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Clixml;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Protocol;

/// <summary>What the two sides make of a message: any record one of them writes is the same to the other.</summary>
public sealed class RecordTests
{
    [Fact]
    public void FromRemoteObject_AnyErrorRecordWritten_IsTheSame() => Seeded.Check(300, random =>
    {
        var error = new RemoteError(Word(random), Word(random))
        {
            Category = (RemoteErrorCategory)random.Next(32),
            Activity = Word(random),
            Reason = Word(random),
            TargetName = Word(random),
            TargetType = Word(random),
            ExceptionTypeNames = [Word(random), "System.Exception", "System.Object"],
            TargetObject = RandomValues.Value(random, 2),
            RecommendedAction = random.Next(2) == 0 ? null : Word(random),
        };

        var read = ErrorRecordClixml.FromRemoteObject(Sent(ErrorRecordClixml.ToRemoteObject(error)));

        SameValue.Are(read.TargetObject, error.TargetObject).ShouldBeTrue();
        read.ExceptionTypeNames.ShouldBe(error.ExceptionTypeNames);
        (read with { TargetObject = null, ExceptionTypeNames = [] }).ShouldBe(error with { TargetObject = null, ExceptionTypeNames = [] });
    });

    [Fact]
    public void FromRemoteObject_AnyInformationRecordWritten_IsTheSame() => Seeded.Check(300, random =>
    {
        var record = new RemoteInformation(RandomValues.Text(random), RandomValues.Text(random))
        {
            Tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValues.Text(random))],
            TimeGenerated = (DateTimeOffset)RandomValues.OffsetTime(random),
        };

        var read = RemoteInformation.FromRemoteObject(Sent(record.ToRemoteObject()));

        read.Tags.ShouldBe(record.Tags);
        (read with { Tags = [] }).ShouldBe(record with { Tags = [] });
    });

    [Fact]
    public void FromRemoteObject_AnyProgressRecordWritten_IsTheSame() => Seeded.Check(300, random =>
    {
        var record = (RemoteProgress)RandomValues.Progress(random);

        RemoteProgress.FromRemoteObject(Sent(record.ToRemoteObject())).ShouldBe(record);
    });

    [Fact]
    public void FromCreatePipeline_AnyPipelineWritten_IsTheSame() => Seeded.Check(300, random =>
    {
        var commands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new RemoteCommand(Word(random))
        {
            IsScript = random.Next(3) == 0,
            Parameters = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new RemoteParameter(random.Next(2) == 0 ? null : Word(random), RandomValues.Value(random, 2)))],
        }).ToList();
        var hasInput = random.Next(2) == 0;
        var clixml = CreatePipelineMessage.Write(commands, hasInput, PlainSecureTextCodec.Instance);

        var read = PipelineRequest.FromCreatePipeline(ClixmlReader.Read(clixml, PlainSecureTextCodec.Instance));

        read.HasInput.ShouldBe(hasInput);
        var calls = read.Statements.ShouldHaveSingleItem();
        calls.Select(call => (call.Name, call.IsScript, call.MergesErrors)).ShouldBe(commands.Select(command => (command.Name, command.IsScript, false)));
        foreach (var (call, command) in calls.Zip(commands))
        {
            call.Arguments.Select(argument => argument.Name).ShouldBe(command.Parameters.Select(parameter => parameter.Name));
            call.Arguments.Zip(command.Parameters).ShouldAllBe(pair => SameValue.Are(pair.First.Value, pair.Second.Value));
        }
    });

    [Fact]
    public void ReadSessionCapability_AnyVersionWritten_IsTheSame() => Seeded.Check(100, random =>
    {
        var version = new Version(random.Next(9), random.Next(9));

        ProtocolObjects.ReadSessionCapability(ClixmlReader.Read(ProtocolObjects.SessionCapability(version))).ShouldBe(version);
    });

    [Theory]
    [InlineData("""<Obj RefId="0"><MS><I32 N="PipelineState">77</I32></MS></Obj>""")]
    [InlineData("""<Obj RefId="0"><MS><S N="PipelineState">4</S></MS></Obj>""")]
    [InlineData("""<Obj RefId="0"><MS /></Obj>""")]
    [InlineData("<Nil />")]
    public void ReadState_UnknownOrMissing_IsAProtocolError(string body) =>
        Should.Throw<RemotingProtocolException>(() => ProtocolObjects.ReadState<PipelineState>(ClixmlReader.Read(body), "PipelineState"));

    [Fact]
    public void ReadState_EveryKnownState_IsItself()
    {
        foreach (var state in Enum.GetValues<PipelineState>())
            ProtocolObjects.ReadState<PipelineState>(ClixmlReader.Read($"""<Obj RefId="0"><MS><I32 N="PipelineState">{(int)state}</I32></MS></Obj>"""), "PipelineState").ShouldBe(state);
        foreach (var state in Enum.GetValues<PoolState>())
            ProtocolObjects.ReadState<PoolState>(ClixmlReader.Read($"""<Obj RefId="0"><MS><I32 N="RunspaceState">{(int)state}</I32></MS></Obj>"""), "RunspaceState").ShouldBe(state);
    }

    [Fact]
    public void Accept_HostCallOfThePool_IsRefusedByItsNumber()
    {
        using var client = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 20);
        client.Open();
        var call = MessageLiteral.All.Single(literal => literal.Name == "RUNSPACEPOOL_HOST_CALL");

        client.Accept(new FragmentWriter().Write(call.For(client.Id, Guid.Empty))[0]);

        var answer = new FragmentReader(1 << 20).Read(client.Replies.ShouldHaveSingleItem()).ShouldHaveSingleItem();
        answer.Type.ShouldBe(MessageType.RunspacePoolHostResponse);
        var body = ClixmlReader.Read(answer.Body).ShouldBeOfType<RemoteObject>();
        body["ci"].ShouldBe(1L);
        RemoteObject.TextOf(body["mi"]).ShouldBe("GetBufferSize");
        ErrorRecordClixml.FromRemoteObject(body["me"]).FullyQualifiedErrorId.ShouldBe("HostFunctionNotImplemented");
    }

    private static string Word(Random random) => "w" + RandomValues.Text(random);

    private static object? Sent(RemoteObject value) => ClixmlReader.Read(ClixmlWriter.Write(value, PlainSecureTextCodec.Instance), PlainSecureTextCodec.Instance);
}
