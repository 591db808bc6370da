using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Clixml;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>Every parser of untrusted bytes. Each input starts from the same state, so that it alone makes what it makes.</summary>
internal static class FuzzTargets
{
    private const int MaxMessage = 1 << 21;

    public static IReadOnlyList<FuzzTarget> All(FuzzCorpus corpus)
    {
        List<byte[]> bodies = [.. corpus.Messages.Select(item => item.Message.Body.ToArray()), .. ClixmlTable.Entries.Select(entry => Encoding.UTF8.GetBytes(entry.Literal))];
        return
        [
            new("clixml", new Mutator(bodies, isXml: true), Clixml) { Share = 6 },
            new("fragments", new Mutator(corpus.Fragments, isXml: false), Fragments) { Share = 4 },
            new("framing", new Mutator(corpus.Lines, isXml: true), Framing) { Share = 4 },
            new("requests", new Mutator(ServiceFuzz.Requests(), isXml: true), ServiceFuzz.Feed) { Share = 2 },
            new("answers", new Mutator(Answers(corpus), isXml: true), Answer) { Share = 3 },
            new("server", new Mutator(Packed(corpus, fromClient: true), isXml: true), ServerFuzz.Feed) { Share = 2, BaseAllocation = 2 << 20 },
            new("client", new Mutator(Packed(corpus, fromClient: false), isXml: true), Client) { Share = 2 },
            new("encrypted-bodies", new Mutator([EncryptedBody.Write(40, new byte[56], 16), EncryptedBody.Write(4, [1, 2, 3], 2)], isXml: false), EncryptedBodies),
            new("ntlm", new Mutator(NtlmFuzz.Messages(), isXml: false), NtlmFuzz.Feed),
        ];
    }

    /// <summary>What is done with a value that came in: read as each of the things it may stand for, told as text, written again.</summary>
    public static void Use(object? value)
    {
        _ = RemoteObject.TextOf(value);
        _ = Secrets.AreIn(value);
        _ = ErrorRecordClixml.FromRemoteObject(value).ExceptionType;
        _ = RemoteInformation.FromRemoteObject(value);
        _ = RemoteProgress.FromRemoteObject(value);
        string again;
        try
        {
            again = ClixmlWriter.Write(value, PlainSecureTextCodec.Instance);
        }
        catch (ArgumentException e) when (e.Message.Contains("nested", StringComparison.Ordinal))
        {
            return;
        }
        try
        {
            ClixmlReader.Read(again, PlainSecureTextCodec.Instance);
        }
        catch (RemotingProtocolException e)
        {
            throw new InvalidOperationException("What was written cannot be read: " + again[..Math.Min(again.Length, 4_000)], e);
        }
    }

    private static void Clixml(byte[] input)
    {
        var value = ClixmlReader.Read(input, PlainSecureTextCodec.Instance);
        Use(value);
        _ = PipelineRequest.FromCommandMetadata(value);
        _ = PipelineRequest.FromCreatePipeline(value);
    }

    private static void Fragments(byte[] input)
    {
        foreach (var message in new FragmentReader(MaxMessage).Read(input)) ClixmlReader.Read(message.Body, PlainSecureTextCodec.Instance);
    }

    private static void Framing(byte[] input)
    {
        var packets = new PacketReader(new MemoryStream(input), MaxMessage).ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        while (true)
        {
            // A stream in memory never makes anybody wait.
            var moving = packets.MoveNextAsync();
            if (!moving.IsCompleted) throw new InvalidOperationException("Reading waited.");
            if (!moving.Result) return;
            if (packets.Current.Data.Length > input.Length) throw new InvalidOperationException("A packet is longer than its line.");
        }
    }

    private static void Answer(byte[] input)
    {
        var answer = SoapDocument.Parse(new MemoryStream(input));
        if (WsManResponse.ReadFault(answer) is { } fault)
        {
            _ = fault.ToString();
            return;
        }
        switch (answer.Action)
        {
            case WsManNames.ActionCreate + "Response": _ = WsManResponse.ReadShellId(answer); break;
            case WsManNames.ActionCommand + "Response": _ = WsManResponse.ReadCommandId(answer); break;
            default:
                var reader = new FragmentReader(MaxMessage);
                foreach (var chunk in WsManResponse.ReadStreams(answer).Chunks) reader.Read(chunk);
                break;
        }
    }

    private static List<byte[]> Answers(FuzzCorpus corpus)
    {
        var clock = TimeProvider.System;
        var request = SoapDocument.Parse(new MemoryStream(ServiceFuzz.Requests()[0]));
        return
        [
            .. ((IEnumerable<string>)
            [
                WsManAnswer.Fault(request, WsManFault.TimedOut(), clock), WsManAnswer.Fault(null, WsManFault.UnknownCommand(), clock), WsManAnswer.Identify(),
                WsManAnswer.Command(request, Guid.Empty, clock), WsManAnswer.Simple(request, "Send", clock), WsManAnswer.Delete(request, clock),
                .. corpus.Fragments.Where(fragment => fragment.Length < 2_000).Take(40).Select(fragment => WsManAnswer.Receive(request, Guid.Empty, [fragment], true, clock)),
            ]).Select(Encoding.UTF8.GetBytes),
        ];
    }

    /// <summary>A byte whose lowest bit says 2.3 or 2.4 (server) or pool or pipeline (client), the type, and the body.</summary>
    private static List<byte[]> Packed(FuzzCorpus corpus, bool fromClient) =>
    [
        .. corpus.Messages.Where(item => item.FromClient == fromClient
                // Each of these makes the client create an RSA key, which takes longer than everything else together.
                && item.Message.Type != MessageType.PublicKeyRequest)
            .SelectMany(item => new byte[][] { Pack(item.Message, 0), Pack(item.Message, 1) }.Take(fromClient ? 2 : 1)),
    ];

    private static byte[] Pack(RemotingMessage message, byte flags) =>
        [(byte)(flags | (message.PipelineId == Guid.Empty ? 0 : 2)), .. BitConverter.GetBytes((uint)message.Type), .. message.Body.Span];

    private static void Client(byte[] input)
    {
        if (input.Length < 5) return;
        using var pool = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, MaxMessage);
        var writer = new FragmentWriter();
        pool.Open();
        pool.Accept(writer.Write(ToClient(MessageType.SessionCapability, pool.Id, Guid.Empty, CapabilityBody))[0]);
        pool.Accept(writer.Write(ToClient(MessageType.RunspacePoolState, pool.Id, Guid.Empty, OpenedBody))[0]);
        var (pipeline, _) = pool.Start([new RemoteCommand("x")], null, hasInput: false);
        var type = (MessageType)BitConverter.ToUInt32(input, 1);
        foreach (var fragment in writer.Write(ToClient(type, pool.Id, (input[0] & 2) == 0 ? Guid.Empty : pipeline.Id, input.AsMemory(5)))) pool.Accept(fragment);
        var result = pipeline.ToResult();
        foreach (var item in result.Output.Concat(result.Information).Concat(result.Errors)) _ = RemoteObject.TextOf(item);
        _ = RemoteObject.TextOf(pool.PrivateData);
    }

    private static readonly byte[] CapabilityBody = Encoding.UTF8.GetBytes(ProtocolObjects.SessionCapability(ProtocolVersions.Highest));

    private static readonly byte[] OpenedBody = """<Obj RefId="0"><MS><I32 N="RunspaceState">2</I32></MS></Obj>"""u8.ToArray();

    private static RemotingMessage ToClient(MessageType type, Guid pool, Guid pipeline, ReadOnlyMemory<byte> body) =>
        new(MessageDestination.Client, type, pool, pipeline, body);

    private static void EncryptedBodies(byte[] input)
    {
        var (_, signature, range) = EncryptedBody.Read(input);
        if (signature > input.AsSpan(range).Length) throw new InvalidOperationException("The signature is longer than what holds it.");
    }
}
