using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>A WS-Management service with one open session that gets one damaged request.</summary>
internal static class ServiceFuzz
{
    private static readonly Guid Shell = Guid.Parse("3c44d114-8061-412a-9519-d25ba6d8977b");
    private static readonly Guid Command = Guid.Parse("309f7d49-62ad-4ed4-ab02-174dc96a46ec");
    private static readonly RemoteIdentity Somebody = new("somebody");

    private static readonly RemotingConnection Connection = new()
    {
        Uri = new Uri("https://azs-ercs01:5986/wsman"), ConfigurationName = "PrivilegedEndpoint", UserName = "u", Password = () => "p",
    };

    private static readonly RemotingServerOptions Options = new()
    {
        Endpoints = [ServerFuzz.Endpoint],
        // Nobody signs in here: that is done before a request gets this far.
        Authenticator = null!,
        MaxOperationTimeout = TimeSpan.Zero,
    };

    private static readonly byte[][] Samples = Requests(Shell);
    private static readonly SoapDocument[] First = [.. Samples.Take(2).Select(Parse)];

    public static byte[][] Requests() => Samples;

    /// <summary>What a client of one session sends; the first two open it and begin its command.</summary>
    public static byte[][] Requests(Guid session) => [.. Envelopes(session).Select(Encoding.UTF8.GetBytes)];

    public static void Feed(byte[] input)
    {
        var request = Parse(input);
        var service = new WsManService(Options);
        try
        {
            // The damaged one may open another session, or go to this one and its command.
            foreach (var before in First) service.HandleAsync(before, Somebody, CancellationToken.None).GetAwaiter().GetResult();
            var answer = service.HandleAsync(request, Somebody, CancellationToken.None).GetAwaiter().GetResult();
            if (answer.Length < 64 * 1024) Parse(Encoding.UTF8.GetBytes(answer));
        }
        catch (WsManFault fault)
        {
            Parse(Encoding.UTF8.GetBytes(WsManAnswer.Fault(request, fault, Options.Clock)));
            throw new RemotingProtocolException(fault.Message, fault);
        }
        finally
        {
            service.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static IEnumerable<string> Envelopes(Guid session)
    {
        var requests = new WsManRequest(Connection, Guid.Parse("22d737ab-0fed-4639-bfd5-97c1eb5a6021"));
        using var pool = new ClientPool(TimeProvider.System, FragmentWriter.DefaultMaxFragment, 1 << 20);
        var shell = session.ToString("D").ToUpperInvariant();
        yield return requests.Create(session, pool.Open());
        yield return requests.Command(shell, Command, Message(MessageType.CreatePipeline, CreatePipelineMessage.Write([new RemoteCommand("Echo-Input")], hasInput: true, null)));
        yield return requests.Send(shell, Command, Message(MessageType.PipelineInput, "<S>text</S>"));
        yield return requests.Send(shell, Guid.Empty, Message(MessageType.GetAvailableRunspaces, """<Obj RefId="0"><MS><I64 N="ci">1</I64></MS></Obj>"""));
        yield return requests.Receive(shell, Command, TimeSpan.FromSeconds(1));
        yield return requests.Receive(shell, Guid.Empty, TimeSpan.FromSeconds(1));
        yield return requests.Signal(shell, Command, WsManNames.SignalStop);
        yield return requests.Signal(shell, Command, WsManNames.SignalTerminate);
        yield return requests.Delete(shell);

        byte[] Message(MessageType type, string body) => new FragmentWriter().Write(
            RemotingMessage.Create(MessageDestination.Server, type, pool.Id, (uint)type < 0x00021006 || type == MessageType.GetAvailableRunspaces ? Guid.Empty : Command, body))[0];
    }

    private static SoapDocument Parse(byte[] envelope) => SoapDocument.Parse(new MemoryStream(envelope));
}
