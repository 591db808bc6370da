using System.Text.RegularExpressions;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>The service's fault documents, as another client reads them.</summary>
public sealed partial class FaultDocumentTests : IAsyncLifetime
{
    private const string Shell = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/";
    private const string Transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer/";

    private PepHost host = null!;

    public async ValueTask InitializeAsync() => host = await PepHost.StartAsync();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Post_UnknownShell_IsTheLiteralFault() => Generic(await PostAsync(Transfer + "Delete", "no-such-shell")).ShouldBe(
        """<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header><a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault</a:Action><a:MessageID>uuid:*</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>uuid:11111111-2222-3333-4444-555555555555</a:RelatesTo></s:Header><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:InvalidSelectors</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">The WS-Management service cannot process the request because the request contained invalid selectors for the resource.</s:Text></s:Reason><s:Detail><w:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/UnexpectedSelectors</w:FaultDetail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858843" Machine="localhost"><f:Message>The WS-Management service cannot process the request because the request contained invalid selectors for the resource.</f:Message></f:WSManFault></s:Detail></s:Fault></s:Body></s:Envelope>""");

    [Theory]
    [InlineData("Disconnect")]
    [InlineData("Reconnect")]
    [InlineData("Connect")]
    public async Task Post_SessionShallOutliveItsClient_IsRefusedAndTheSessionStays(string operation)
    {
        await using var session = await host.OpenAsync();

        var answer = await PostAsync(Shell + operation, session.Id.ToString().ToUpperInvariant());

        ShouldBeFault(answer, "s:Sender", "a:ActionNotSupported", 2150859205);
        answer.ShouldContain("<a:Action>http://schemas.xmlsoap.org/ws/2004/08/addressing/fault</a:Action>");
        (await session.InvokeAsync(new("Add-Count"))).Output.ShouldBe([1]);
    }

    [Theory]
    [InlineData(Transfer + "Get")]
    [InlineData("http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate")]
    [InlineData("anything")]
    public async Task Post_AnotherAction_IsNotSupported(string action) => ShouldBeFault(await PostAsync(action, "x"), "s:Sender", "a:ActionNotSupported", 2150858771);

    [Fact]
    public async Task Post_UnknownConfiguration_IsUnreachable()
    {
        var answer = await PostAsync(Transfer + "Create", null, resource: "http://schemas.microsoft.com/powershell/Other");

        ShouldBeFault(answer, "s:Sender", "a:DestinationUnreachable", 2150858811);
        answer.ShouldContain("<w:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI</w:FaultDetail>");
    }

    [Theory]
    [InlineData("PT-1S")]
    [InlineData("soon")]
    public async Task Post_TimeoutIsNone_IsAnInvalidHeader(string timeout)
    {
        await using var session = await host.OpenAsync();

        var answer = await PostAsync(Shell + "Receive", session.Id.ToString(), timeout, body: "<rsp:Receive><rsp:DesiredStream>stdout</rsp:DesiredStream></rsp:Receive>");

        ShouldBeFault(answer, "s:Sender", "a:InvalidMessageInformationHeader", 2150858767);
    }

    [Fact]
    public async Task Post_ReceiveWithNothingToSay_TimesOutAfterTheTimeAskedFor()
    {
        await using var session = await host.OpenAsync();

        var answer = await PostAsync(Shell + "Receive", session.Id.ToString(), "PT0.05S", body: "<rsp:Receive><rsp:DesiredStream>stdout</rsp:DesiredStream></rsp:Receive>");

        ShouldBeFault(answer, "s:Receiver", "w:TimedOut", 2150858793);
    }

    [Fact]
    public async Task Post_UnknownCommand_IsInvalidSelectors()
    {
        await using var session = await host.OpenAsync();

        var answer = await PostAsync(
            Shell + "Signal", session.Id.ToString(), body: $"<rsp:Signal CommandId=\"{Guid.Empty}\"><rsp:Code>{Shell}signal/Terminate</rsp:Code></rsp:Signal>");

        ShouldBeFault(answer, "s:Sender", "w:InvalidSelectors", 2150858843);
    }

    [Fact]
    public async Task Post_MoreCommandsThanAShellMayHave_IsAQuota()
    {
        await using var session = await host.OpenAsync();
        var answer = "";
        for (var i = 1; i <= 65; i++)
            answer = await PostAsync(Shell + "Command", session.Id.ToString(), body: $"<rsp:CommandLine CommandId=\"00000000-0000-0000-0000-{i:D12}\"><rsp:Command/></rsp:CommandLine>");

        ShouldBeFault(answer, "s:Sender", "w:QuotaLimit", 2150859241);
    }

    private Task<string> PostAsync(string action, string? shell, string timeout = "PT20S", string body = "", string resource = "http://schemas.microsoft.com/powershell/PrivilegedEndpoint") =>
        host.PostRawAsync(PepHost.User, $"""
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:Action>{action}</a:Action><a:MessageID>uuid:11111111-2222-3333-4444-555555555555</a:MessageID><w:ResourceURI>{resource}</w:ResourceURI><w:OperationTimeout>{timeout}</w:OperationTimeout>{(shell is null ? "" : $"<w:SelectorSet><w:Selector Name=\"ShellId\">{shell}</w:Selector></w:SelectorSet>")}</s:Header><s:Body>{body}</s:Body></s:Envelope>
            """);

    private static void ShouldBeFault(string answer, string code, string subcode, long number)
    {
        answer.ShouldContain($"<s:Fault><s:Code><s:Value>{code}</s:Value><s:Subcode><s:Value>{subcode}</s:Value></s:Subcode></s:Code>");
        answer.ShouldContain($"""<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{number}" Machine="localhost">""");
    }

    private static string Generic(string answer) => OwnId().Replace(answer, "<a:MessageID>uuid:*<");

    [GeneratedRegex("<a:MessageID>uuid:[0-9A-F-]{36}<")]
    private static partial Regex OwnId();
}
