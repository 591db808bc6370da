using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class EnvelopeTests
{
    private static readonly Guid Shell = Guid.Parse("3c44d114-8061-412a-9519-d25ba6d8977b");
    private static readonly Guid Command = Guid.Parse("309f7d49-62ad-4ed4-ab02-174dc96a46ec");

    private static readonly RemotingConnection Connection = new()
    {
        Uri = new Uri("https://azs-ercs01:5986/wsman"), ConfigurationName = "PrivilegedEndpoint", UserName = "u", Password = () => "p", Clock = new ManualClock(),
    };

    private static readonly WsManRequest Requests = new(Connection, Guid.Parse("22d737ab-0fed-4639-bfd5-97c1eb5a6021"));

    [Fact]
    public void Create_Envelope_CarriesWhatAWindowsServiceAsksFor()
    {
        var envelope = Requests.Create(Shell, [1, 2, 3]);

        envelope.ShouldContain("""<w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/powershell/PrivilegedEndpoint</w:ResourceURI>""");
        envelope.ShouldContain("""<a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Create</a:Action>""");
        envelope.ShouldContain("""<w:OptionSet s:mustUnderstand="true"><w:Option Name="protocolversion" MustComply="true">2.3</w:Option></w:OptionSet>""");
        envelope.ShouldContain("""<w:Locale xml:lang="en-US" s:mustUnderstand="false" /><p:DataLocale xml:lang="en-US" s:mustUnderstand="false" />""");
        envelope.ShouldContain("""<rsp:Shell ShellId="3C44D114-8061-412A-9519-D25BA6D8977B"><rsp:IdleTimeOut>PT3600.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><creationXml xmlns="http://schemas.microsoft.com/powershell">AQID</creationXml></rsp:Shell>""");
        envelope.ShouldContain("<w:OperationTimeout>PT60.000S</w:OperationTimeout>");
    }

    [Fact]
    public void Receive_Envelope_NamesShellAndCommand()
    {
        var envelope = Requests.Receive("3C44D114-8061-412A-9519-D25BA6D8977B", Command, TimeSpan.FromSeconds(20));

        envelope.ShouldContain("""<w:SelectorSet><w:Selector Name="ShellId">3C44D114-8061-412A-9519-D25BA6D8977B</w:Selector></w:SelectorSet>""");
        envelope.ShouldContain("""<rsp:Receive><rsp:DesiredStream CommandId="309F7D49-62AD-4ED4-AB02-174DC96A46EC">stdout</rsp:DesiredStream></rsp:Receive>""");
        envelope.ShouldContain("""<w:Option Name="WSMAN_CMDSHELL_OPTION_KEEPALIVE">True</w:Option>""");
        envelope.ShouldContain("<w:OperationTimeout>PT20.000S</w:OperationTimeout>");
    }

    [Fact]
    public void Signal_Envelope_KeepsTheProtocolsSpelling() =>
        Requests.Signal("X", Command, WsManNames.SignalStop).ShouldContain("<rsp:Code>powershell/signal/crtl_c</rsp:Code>");

    [Fact]
    public void Fault_TimedOut_IsTheOneOfWindows()
    {
        var answer = WsManAnswer.Fault(null, WsManFault.TimedOut(), TimeProvider.System);

        answer.ShouldContain("<s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></s:Code>");
        answer.ShouldContain("""<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858793" """);
        var read = WsManResponse.ReadFault(Parse(answer)).ShouldNotBeNull();
        read.Code.ShouldBe(2150858793);
        read.Subcode.ShouldBe("TimedOut");
    }

    [Fact]
    public void Parse_NestedTooDeeply_IsAProtocolError() => Should.Throw<RemotingProtocolException>(() =>
        Parse("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>" + string.Concat(Enumerable.Repeat("<a>", 100_000))));

    [Theory]
    [InlineData("")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>")]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>")]
    public void Parse_NoEnvelope_IsAProtocolError(string text) => Should.Throw<RemotingProtocolException>(() => Parse(text));

    [Fact]
    public async Task HandleAsync_MutatedRequests_AreRefusedAndTheServiceGoesOn()
    {
        await using var service = new WsManService(new RemotingServerOptions
        {
            Endpoints = [TestCommands.Endpoint], Authenticator = new CountingAuthenticator(), MaxOperationTimeout = TimeSpan.FromMilliseconds(1),
        });
        var pool = new ClientPool(TimeProvider.System, 32_768, 1 << 20);
        string[] envelopes =
        [
            Requests.Create(Shell, pool.Open()),
            Requests.Command(Shell.ToString(), Command, [1, 2, 3]),
            Requests.Send(Shell.ToString(), Command, [1, 2, 3]),
            Requests.Receive(Shell.ToString(), Command, TimeSpan.FromSeconds(1)),
            Requests.Signal(Shell.ToString(), Command, WsManNames.SignalStop),
            Requests.Delete(Shell.ToString()),
        ];
        var random = new Random(42);
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(envelopes[random.Next(envelopes.Length)]);
            for (var change = random.Next(4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await service.HandleAsync(SoapDocument.Parse(new MemoryStream(bytes)), new RemoteIdentity("tester"), default);
            }
            catch (Exception e) when (e is WsManFault or RemotingProtocolException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(1_000);
        await service.StopAsync();
        service.ShellCount.ShouldBe(0);
    }

    private static SoapDocument Parse(string text) => SoapDocument.Parse(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
