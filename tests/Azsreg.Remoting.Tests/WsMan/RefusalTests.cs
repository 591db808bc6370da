using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class RefusalTests
{
    [Fact]
    public async Task OpenAsync_WrongPassword_IsSignInRefused()
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync(connection => connection with { Password = () => "wrong" }));
    }

    [Fact]
    public async Task OpenAsync_UnknownConfiguration_IsAccessDenied()
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<RemotingAccessDeniedException>(() => host.OpenAsync(connection => connection with { ConfigurationName = "Other" }));
    }

    [Fact]
    public async Task OpenAsync_NobodyListens_IsUnreachable()
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<RemotingUnreachableException>(() => host.OpenAsync(connection => connection with { Uri = new Uri("https://127.0.0.1:1/wsman") }));
    }

    [Fact]
    public async Task OpenAsync_NotAWsManService_IsProtocolViolation()
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<RemotingProtocolException>(() => host.OpenAsync(connection => connection with { Uri = new Uri(host.Uri, "/elsewhere") }));
    }

    [Fact]
    public async Task OpenAsync_HttpWithBasic_IsRefusedBeforeThePasswordLeaves()
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<ArgumentException>(() => host.OpenAsync(connection => connection with { Uri = new Uri("http://127.0.0.1:1/wsman") }));
    }

    [Fact]
    public async Task OpenAsync_TooManySessions_IsAQuotaFault()
    {
        await using var host = await PepHost.StartAsync(options => options with { MaxSessions = 1 });
        await using var first = await host.OpenAsync();

        var fault = await Should.ThrowAsync<WsManFaultException>(() => host.OpenAsync());

        fault.Code.ShouldBe(2150859173);
        fault.Subcode.ShouldBe("QuotaLimit");
    }

    [Fact]
    public async Task OpenAsync_ManyWrongPasswords_LocksTheAccountOut()
    {
        await using var host = await PepHost.StartAsync(options => options with { MaxFailedSignIns = 3 });
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync(connection => connection with { Password = () => "wrong" }));

        host.Authenticator.Calls.ShouldBe(3);
        await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync());
    }

    [Fact]
    public async Task InvokeAsync_ManyCommands_SignInOnce()
    {
        await using var host = await PepHost.StartAsync();
        await using var session = await host.OpenAsync();
        for (var i = 0; i < 5; i++) await session.InvokeAsync(new("Add-Count"));

        host.Authenticator.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Post_GarbageFromASignedInClient_IsAFaultDocument()
    {
        await using var host = await PepHost.StartAsync();

        using var response = await PostAsync(host, "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Code=\"2150858817\"");
    }

    [Fact]
    public async Task Post_TooLarge_Is413()
    {
        await using var host = await PepHost.StartAsync(options => options with { MaxEnvelopeSize = 20_000 });

        using var response = await PostAsync(host, new string(' ', 20_001));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Post_IdentifyWithoutSignIn_TellsTheProtocol()
    {
        await using var host = await PepHost.StartAsync();
        using var http = new HttpMessageInvoker(host.Handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Uri)
        {
            Content = new StringContent("""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><s:Body><i:Identify/></s:Body></s:Envelope>"""),
        };
        request.Headers.Add("WSMANIDENTIFY", "unauthenticated");

        using var response = await http.SendAsync(request, default);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/soap+xml; charset=UTF-8");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion><wsmid:ProductVendor>azsreg</wsmid:ProductVendor><wsmid:ProductVersion>Stack: 3.0</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>""");
    }

    [Fact]
    public async Task Post_WithoutCredentials_Is401WithBasic()
    {
        await using var host = await PepHost.StartAsync();
        using var http = new HttpMessageInvoker(host.Handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Uri) { Content = new StringContent("<x/>") };

        using var response = await http.SendAsync(request, default);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Basic realm=\"WSMAN\"");
    }

    private static async Task<HttpResponseMessage> PostAsync(PepHost host, string body)
    {
        using var http = new HttpMessageInvoker(host.Handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Uri) { Content = new StringContent(body, Encoding.UTF8) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(PepHost.User + ":" + PepHost.Password)));
        return await http.SendAsync(request, default);
    }
}
