using System.Diagnostics;
using System.Text.RegularExpressions;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>What really leaves a client.</summary>
public sealed partial class OnTheWireTests : IAsyncLifetime
{
    private PepHost host = null!;
    private RecordingHandler wire = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PepHost.StartAsync();
        wire = new RecordingHandler(host.Handler);
    }

    public async ValueTask DisposeAsync()
    {
        wire.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task OpenAsync_Create_IsTheLiteralRequestARealEndpointWants()
    {
        var connection = new RemotingConnection
        {
            Uri = host.Uri, ConfigurationName = "PrivilegedEndpoint", UserName = PepHost.User, Password = () => PepHost.Password,
        };
        await using var session = await RemotingClient.OpenAsync(connection, wire);

        var id = session.Id.ToString().ToUpperInvariant();
        Generic(wire.Bodies.First()).ShouldBe($"""
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:To>{host.Uri}</a:To><w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/powershell/PrivilegedEndpoint</w:ResourceURI><a:ReplyTo><a:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Create</a:Action><w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize><a:MessageID>uuid:*</a:MessageID><w:Locale xml:lang="en-US" s:mustUnderstand="false" /><p:DataLocale xml:lang="en-US" s:mustUnderstand="false" /><p:SessionId s:mustUnderstand="false">uuid:*</p:SessionId><w:OptionSet s:mustUnderstand="true"><w:Option Name="protocolversion" MustComply="true">2.3</w:Option></w:OptionSet><w:OperationTimeout>PT60.000S</w:OperationTimeout></s:Header><s:Body><rsp:Shell ShellId="{id}"><rsp:IdleTimeOut>PT3600.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><creationXml xmlns="http://schemas.microsoft.com/powershell">*</creationXml></rsp:Shell></s:Body></s:Envelope>
            """);
    }

    [Fact]
    public async Task InvokeAsync_MuchInput_GoesInEnvelopesEveryWindowsTakes()
    {
        await using var session = await RemotingClient.OpenAsync(host.Connection, wire);

        await session.InvokeAsync([new RemoteCommand("Echo-Input")], null, [new string('y', 600_000)]);

        wire.Bodies.Max(body => body.Length).ShouldBeInRange(100_000, 153_600);
    }

    [Fact]
    public async Task InvokeAsync_PeerHasNothingToSayAndSaysSoAtOnce_IsNotAskedWithoutEnd()
    {
        await using var session = await RemotingClient.OpenAsync(host.Connection, wire);
        using var cancel = new CancellationTokenSource();
        var asked = new List<long>();
        wire.Fault = body =>
        {
            if (!body.Contains("<rsp:DesiredStream CommandId", StringComparison.Ordinal))
                return null;
            asked.Add(Stopwatch.GetTimestamp());
            if (asked.Count == 5)
            {
                wire.Fault = _ => null;
                cancel.Cancel();
            }

            return WsManAnswer.Fault(null, WsManFault.TimedOut(), TimeProvider.System);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => session.InvokeAsync(new RemoteCommand("Wait-Forever"), cancel.Token));

        // A tenth of a second between two; a timer may be early by the grain of the system's clock.
        Stopwatch.GetElapsedTime(asked[0], asked[^1]).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(350));
    }

    [Fact]
    public async Task OpenAsync_WindowsHasNoMoreShells_IsNotToldAsMissingRights()
    {
        // The fault of a Windows server whose quota of shells is used up.
        wire.Fault = _ => WsManAnswer.Fault(null, new WsManFault(2150859173, "w:QuotaLimit", "This user is allowed a maximum number of 5 concurrent shells."), TimeProvider.System);

        (await Should.ThrowAsync<WsManFaultException>(() => RemotingClient.OpenAsync(host.Connection, wire))).Code.ShouldBe(2150859173);
    }

    private static string Generic(string envelope) => Ids().Replace(Payload().Replace(envelope, "$1*<"), "uuid:*");

    [GeneratedRegex("uuid:[0-9A-F-]{36}")]
    private static partial Regex Ids();

    [GeneratedRegex("(<creationXml [^>]*>)[A-Za-z0-9+/=]+<")]
    private static partial Regex Payload();
}
