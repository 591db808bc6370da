using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Hosting.Tests;

public sealed class RoleHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalCertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;

    public RoleHostTests()
    {
        _authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, TimeProvider.System);
        _certificate = _authority.IssueServerCertificate();
    }

    private RoleHost Host => new() { Folder = _folder.Data, Clock = TimeProvider.System, Certificate = _certificate };

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Healthz_ByEveryLocalName_AnswersOverVerifiedTls(string name)
    {
        await using var role = await StartAsync();
        using var client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root]));

        var answer = await client.GetAsync(new UriBuilder("https", name, role.Listeners.Port(), "healthz").Uri);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"ok"}""");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Url_AnyPort_IsKnownBeforeTheRoleIsBuilt()
    {
        var builder = Host.CreateBuilder(out var listeners);
        var url = listeners.Url();
        await using var application = builder.Build();
        application.MapGet("/where", () => url.ToString());
        await application.StartAsync();
        using var client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root]));

        (await client.GetStringAsync(new Uri(url, "where"))).ShouldBe(url.ToString());
    }

    [Fact]
    public async Task NameOf_SecondListener_TellsItsRequestsApart()
    {
        var builder = Host.CreateBuilder(out var listeners, new RoleListener("pep", 0));
        await using var application = builder.Build();
        application.MapGet("/name", RoleListeners.NameOf);
        await application.StartAsync();
        using var client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root]));

        (await client.GetStringAsync(new Uri(listeners.Url(), "name"))).ShouldBe("main");
        (await client.GetStringAsync(new Uri(listeners.Url("pep"), "name"))).ShouldBe("pep");
    }

    [Fact]
    public void CreateBuilder_PortTaken_SaysWhichOne()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refusal = Should.Throw<CataloguedException>(() => (Host with { Port = port }).CreateBuilder(out _));

        refusal.Entry.Code.ShouldBe("AZR1006");
        refusal.Detail.ShouldContain($"Port {port} on 127.0.0.1");
    }

    [Fact]
    public async Task Body_LargerThanTheLimit_Is413()
    {
        await using var role = await StartAsync(application => application.MapPost(
            "/", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync()));
        using var client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root]));
        // Asks before it sends: a server that refuses closes the connection, and a client still writing may not read why.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var body = new ByteArrayContent(new byte[RoleHost.LargestBody + 1]);

        using var answer = await client.PostAsync(role.Listeners.Url(), body);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Tls_VersionBefore12_IsRefused()
    {
        await using var role = await StartAsync();
        using var tcp = new TcpClient("127.0.0.1", role.Listeners.Port());
        await using var tls = new SslStream(tcp.GetStream());
#pragma warning disable SYSLIB0039, CA5397 // The old version is what is tried.
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.Tls11 };
#pragma warning restore SYSLIB0039, CA5397

        await Should.ThrowAsync<Exception>(() => tls.AuthenticateAsClientAsync(options));
    }

    [Fact]
    public async Task Handler_AuthorityNotGiven_RefusesTheServer()
    {
        await using var role = await StartAsync();
        using var client = new HttpClient(TrustedHttp.CreateHandler([]));

        var refusal = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(role.Listeners.Url()));

        refusal.HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
    }

    [Fact]
    public async Task Handler_OtherAuthorityGiven_RefusesTheServer()
    {
        using var elsewhere = new TemporaryFolder();
        using var other = LocalCertificateAuthority.LoadOrCreate(elsewhere.Data, TimeProvider.System);
        await using var role = await StartAsync();
        using var client = new HttpClient(TrustedHttp.CreateHandler([other.Root], systemRoots: false));

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(role.Listeners.Url()));
    }

    [Fact]
    public async Task Handler_NameNotInCertificate_RefusesTheServer()
    {
        await using var role = await StartAsync();
        using var handler = TrustedHttp.CreateHandler([_authority.Root]);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, role.Listeners.Port(), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var client = new HttpClient(handler);

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://elsewhere.example/")));
    }

    [Theory]
    [InlineData("https://localhost:20000/", true)]
    [InlineData("https://127.0.0.1/", true)]
    [InlineData("https://[::1]/", true)]
    [InlineData("https://management.azure.com/", false)]
    public void Proxy_ThisMachine_IsNeverAskedFor(string url, bool direct)
    {
        using var handler = TrustedHttp.CreateHandler([], new WebProxy("http://proxy.example:3128"));

        handler.Proxy!.IsBypassed(new Uri(url)).ShouldBe(direct);
    }

    private async Task<RunningRole> StartAsync(Action<WebApplication>? configure = null)
    {
        var builder = Host.CreateBuilder(out var listeners);
        var application = builder.Build();
        configure?.Invoke(application);
        await application.StartAsync();
        return new RunningRole(application, listeners);
    }

    private sealed record RunningRole(WebApplication Application, RoleListeners Listeners) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Application.DisposeAsync();
    }
}
