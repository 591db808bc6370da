using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class ClientCertificateTests : IAsyncLifetime
{
    private const string Header = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

    private readonly X509Certificate2 certificate = TestCertificates.SelfSigned(subject: "CN=operator");
    private readonly List<SocketsHttpHandler> handlers = [];
    private PepHost host = null!;

    public async ValueTask InitializeAsync() => host = await PepHost.StartAsync(options => options with { MaxFailedSignIns = 3 });

    public async ValueTask DisposeAsync()
    {
        foreach (var handler in handlers) handler.Dispose();
        await host.DisposeAsync();
        certificate.Dispose();
    }

    [Fact]
    public async Task OpenAsync_MappedCertificate_IsTheAccountItStandsFor()
    {
        host.Authenticator.Certificates.Add(certificate.Thumbprint);
        await using var session = await OpenAsync();

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
        host.Authenticator.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task OpenAsync_UnmappedCertificate_IsRefused()
    {
        var failure = await Should.ThrowAsync<RemotingSignInException>(OpenAsync);

        failure.Message.ShouldEndWith("refused the client certificate.");
    }

    [Fact]
    public async Task OpenAsync_UnmappedCertificateManyTimes_IsLockedOutAndNobodyElse()
    {
        for (var i = 0; i < 5; i++) await Should.ThrowAsync<RemotingSignInException>(OpenAsync);

        host.Authenticator.Calls.ShouldBe(3);
        await using var session = await host.OpenAsync();
    }

    [Fact]
    public async Task OpenAsync_CertificateWithoutTls_IsAMistakeOfTheCaller() => await Should.ThrowAsync<ArgumentException>(() => host.OpenAsync(
        connection => connection with { Uri = new Uri("http://127.0.0.1:1/wsman"), Authentication = RemotingAuthentication.Certificate }));

    [Fact]
    public async Task Post_HeaderWithoutCertificate_Is401AndAsksNobody()
    {
        using var handler = host.OwnHandler();

        using var response = await PostAsync(handler, Header);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Authenticator.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/basic")]
    public async Task Post_CertificateWithoutTheHeader_Is401(string? header)
    {
        // As WinRM: a certificate that TLS shows by itself signs nobody in.
        host.Authenticator.Certificates.Add(certificate.Thumbprint);
        using var handler = Handler();

        using var response = await PostAsync(handler, header);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Post_MappedCertificateWithTheLiteralHeader_IsLetIn()
    {
        host.Authenticator.Certificates.Add(certificate.Thumbprint);
        using var handler = Handler();

        using var response = await PostAsync(handler, Header);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The envelope cannot be read");
    }

    private Task<RemoteSession> OpenAsync()
    {
        handlers.Add(Handler());
        return RemotingClient.OpenAsync(host.Connection with { Authentication = RemotingAuthentication.Certificate, UserName = "operator" }, handlers[^1]);
    }

    private SocketsHttpHandler Handler()
    {
        var handler = host.OwnHandler();
        handler.SslOptions.ClientCertificates = [certificate];
        return handler;
    }

    private async Task<HttpResponseMessage> PostAsync(SocketsHttpHandler handler, string? authorization)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Uri) { Content = new StringContent("<x", Encoding.UTF8) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        return await http.SendAsync(request, default);
    }
}
