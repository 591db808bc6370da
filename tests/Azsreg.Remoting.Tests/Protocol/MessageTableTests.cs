using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Clixml;
using Azsreg.Remoting.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Remoting.Tests.Protocol;

/// <summary>Every message type: its literal bytes, any message of its kind, and who may be sent it when.</summary>
public sealed class MessageTableTests
{
    private static readonly Guid PipelineId = Guid.Parse("b4a7400b-9f33-4337-afb7-514e01e9221c");

    /// <summary>Opens the session, so it comes once and first.</summary>
    private static readonly string[] Openings = ["SESSION_CAPABILITY", "INIT_RUNSPACEPOOL"];

    /// <summary>Legal in general, and refused here: nothing reconnects to a session, and the recorded key is for another client.</summary>
    private static readonly string[] Refused = ["CONNECT_RUNSPACEPOOL", "ENCRYPTED_SESSION_KEY"];

    public static TheoryData<int> Messages => [.. Enumerable.Range(0, MessageLiteral.All.Count)];

    [Fact]
    public void Literals_EveryMessageType_HasOne() =>
        MessageLiteral.All.Select(literal => literal.Type).Distinct().Order().ShouldBe(Enum.GetValues<MessageType>().Order());

    [Fact]
    public void Literals_NamesOfTheSpecification_AreTheTypes() =>
        MessageLiteral.All.Select(literal => literal.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())
            .ShouldBe(MessageLiteral.All.Select(literal => literal.Type.ToString().ToUpperInvariant()));

    [Theory]
    [MemberData(nameof(Messages))]
    public void ToBytes_WhatWasReadFromTheLiteral_IsTheLiteral(int number)
    {
        var literal = MessageLiteral.All[number];

        var message = RemotingMessage.Parse(literal.Bytes);

        message.ToBytes().ShouldBe(literal.Bytes);
        message.Destination.ShouldBe(literal.IsForClient ? MessageDestination.Client : MessageDestination.Server);
        var written = literal.Text.Length == 0 ? "" : ClixmlWriter.Write(ClixmlReader.Read(message.Body));
        RemotingMessage.Create(message.Destination, message.Type, message.PoolId, message.PipelineId, written).ToBytes().ShouldBe(literal.Bytes);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Read_AnyMessageOfItsKindInAnyFragments_IsTheSame(int number)
    {
        var literal = MessageLiteral.All[number];
        var shape = ClixmlReader.Read(literal.Body);
        Seeded.Check(50, random =>
        {
            var body = literal.Text.Length == 0 ? null : Varied(shape, random);
            var clixml = literal.Text.Length == 0 ? "" : ClixmlWriter.Write(body);
            var (pool, pipeline) = (RandomValues.Id(random), RandomValues.Id(random));
            var sent = RemotingMessage.Create((MessageDestination)literal.Header[0], literal.Type, pool, pipeline, clixml);
            var reader = new FragmentReader(1 << 20);

            var received = new FragmentWriter(random.Next(22, 400)).Write(sent).SelectMany(fragment => reader.Read(fragment)).ToList();

            var message = received.ShouldHaveSingleItem();
            (message.Destination, message.Type, message.PoolId, message.PipelineId).ShouldBe((sent.Destination, sent.Type, pool, pipeline));
            SameValue.Are(ClixmlReader.Read(message.Body), body).ShouldBeTrue(clixml);
        });
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Accept_LiteralAtItsPeer_IsLegal(int number)
    {
        var literal = MessageLiteral.All[number];
        await using var peers = new Peers();
        if (Openings.Contains(literal.Name))
        {
            peers.Open();
            return;
        }
        peers.Open();

        if (Refused.Contains(literal.Name)) Should.Throw<RemotingProtocolException>(() => peers.Deliver(literal));
        else peers.Deliver(literal);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Accept_LiteralAtTheWrongPeer_IsAProtocolError(int number)
    {
        var literal = MessageLiteral.All[number];
        await using var peers = new Peers();
        peers.Open();

        Should.Throw<RemotingProtocolException>(() => peers.Deliver(literal, toClient: !literal.IsForClient));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Accept_LiteralBeforeTheSessionIsOpen_IsAProtocolError(int number)
    {
        var literal = MessageLiteral.All[number];
        // A client takes what a server says of itself in any order, but nothing of a pipeline it has not begun; a server takes nothing.
        if (literal.IsForClient || literal.Name == "SESSION_CAPABILITY") return;
        await using var peers = new Peers();

        Should.Throw<RemotingProtocolException>(() => peers.Deliver(literal));
    }

    /// <summary>The same structure with other values.</summary>
    private static object? Varied(object? value, Random random)
    {
        switch (value)
        {
            case string: return RandomValues.Text(random);
            case int: return random.Next();
            case long: return RandomValues.Long(random);
            case uint: return (uint)random.Next();
            case bool: return random.Next(2) == 0;
            case Guid: return RandomValues.Id(random);
            case Version: return RandomValues.Version(random);
            case DateTime or DateTimeOffset: return RandomValues.OffsetTime(random);
            case RemoteObject shape:
                var varied = new RemoteObject(shape.TypeNames, shape.BaseValue switch
                {
                    System.Collections.IDictionary map => Map(map, random),
                    List<object?> list => list.Select(item => Varied(item, random)).ToList(),
                    var other => Varied(other, random),
                })
                {
                    Text = shape.Text is null ? null : RandomValues.Text(random),
                };
                foreach (var (name, property) in shape.Adapted) varied.SetAdapted(name, Varied(property, random));
                foreach (var (name, property) in shape.Extended) varied[name] = Varied(property, random);
                return varied;
            default: return value;
        }
    }

    private static OrderedDictionary<object, object?> Map(System.Collections.IDictionary map, Random random)
    {
        var varied = new OrderedDictionary<object, object?>(ClixmlKeyComparer.Instance);
        foreach (System.Collections.DictionaryEntry entry in map) varied[entry.Key] = Varied(entry.Value, random);
        return varied;
    }

    /// <summary>A server and a client core, each with a pipeline once it is open.</summary>
    private sealed class Peers : IServerSink, IAsyncDisposable
    {
        private readonly ServerPool server;
        private readonly ClientPool client = new(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 20);
        private readonly FragmentWriter writer = new();

        public Peers() => server = new ServerPool(
            new ServerSessionInfo(PipelineId, new RemoteIdentity("tester"), new CommandTable(TestCommands.Endpoint), TimeProvider.System),
            this, FragmentWriter.DefaultMaxFragment, 1 << 20, null, NullLogger.Instance);

        /// <summary>By the literals of both sides.</summary>
        public void Open()
        {
            client.Open();
            foreach (var literal in Literals("SESSION_CAPABILITY").Concat(Literals("INIT_RUNSPACEPOOL")).Concat(Literals("RUNSPACEPOOL_STATE"))) Deliver(literal);
            server.State.ShouldBe(PoolState.Opened);
            client.State.ShouldBe(PoolState.Opened);
            client.Version.ShouldBe(new Version(2, 4));
            Deliver(new MessageLiteral("", Literals("CREATE_PIPELINE").First().Header, Encoding.UTF8.GetBytes("\ufeff" + CreatePipelineMessage.Write([new RemoteCommand("Echo-Input")], hasInput: true, null))));
            client.Start([new RemoteCommand("x")], null, hasInput: false, PipelineId);
        }

        public void Deliver(MessageLiteral literal) => Deliver(literal, literal.IsForClient);

        public void Deliver(MessageLiteral literal, bool toClient)
        {
            // A second pipeline has an id of its own.
            var isNew = !toClient && literal.Type is MessageType.CreatePipeline or MessageType.GetCommandMetadata && literal.Name.Length > 0;
            foreach (var fragment in writer.Write(literal.For(client.Id, isNew ? Guid.Parse("11111111-9f33-4337-afb7-514e01e9221c") : PipelineId)))
            {
                if (toClient) client.Accept(fragment);
                else server.Accept(fragment);
            }
        }

        public void SendToPool(byte[] fragment)
        {
        }

        public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal) => true;

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await server.DisposeAsync();
        }

        private static IEnumerable<MessageLiteral> Literals(string name) => MessageLiteral.All.Where(literal => literal.Name == name);
    }
}
