using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>A constrained endpoint behind Kestrel with TLS on a free port.</summary>
internal sealed class PepHost : IAsyncDisposable
{
    public const string User = @"AZURESTACK\CloudAdmin";
    public const string Password = "a sample password";

    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;
    private readonly SocketsHttpHandler handler;

    private PepHost(WebApplication app, X509Certificate2 certificate, RemotingServer server, RecordingTranscript transcript, CountingAuthenticator authenticator)
    {
        this.app = app;
        this.certificate = certificate;
        Server = server;
        Transcript = transcript;
        Authenticator = authenticator;
        Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/wsman");
        handler = OwnHandler();
        handler.MaxConnectionsPerServer = int.MaxValue;
    }

    public RemotingServer Server { get; }

    public RecordingTranscript Transcript { get; }

    public CountingAuthenticator Authenticator { get; }

    public Uri Uri { get; }

    public HttpMessageHandler Handler => handler;

    public RemotingConnection Connection => new()
    {
        Uri = Uri,
        ConfigurationName = "PrivilegedEndpoint",
        UserName = User,
        Password = () => Password,
        OperationTimeout = TimeSpan.FromSeconds(20),
    };

    public static async Task<PepHost> StartAsync(
        Func<RemotingServerOptions, RemotingServerOptions>? configure = null, Action<KestrelServerLimits>? limits = null)
    {
        var certificate = TestCertificates.SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            limits?.Invoke(kestrel.Limits);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            }));
        });
        var app = builder.Build();
        var transcript = new RecordingTranscript();
        var authenticator = new CountingAuthenticator();
        var options = new RemotingServerOptions
        {
            Endpoints = [TestCommands.Endpoint],
            Authenticator = authenticator,
            Transcript = transcript,
            FailedSignInDelay = TimeSpan.Zero,
        };
        var server = new RemotingServer(configure?.Invoke(options) ?? options);
        app.MapPowerShellRemoting("/wsman", server);
        await app.StartAsync();
        return new PepHost(app, certificate, server, transcript, authenticator);
    }

    public Task<RemoteSession> OpenAsync(Func<RemotingConnection, RemotingConnection>? configure = null) =>
        RemotingClient.OpenAsync(configure?.Invoke(Connection) ?? Connection, handler);

    /// <summary>A handler for one session, with one connection; the caller's to dispose.</summary>
    public SocketsHttpHandler OwnHandler()
    {
        var own = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        own.SslOptions.RemoteCertificateValidationCallback = (_, peer, _, _) => IsItsOwn(peer);
        return own;
    }

    /// <summary>True for the certificate of this host.</summary>
    public bool IsItsOwn(X509Certificate? peer) => peer?.GetCertHashString() == certificate.GetCertHashString();

    /// <summary>Posts an envelope as another client would and returns what comes back.</summary>
    public async Task<string> PostRawAsync(string user, string envelope)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri) { Content = new StringContent(envelope, Encoding.UTF8, "application/soap+xml") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + Password)));
        using var response = await http.SendAsync(request, default);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until a client's Receive is parked in the server.</summary>
    public async Task ReceiveIsWaitingAsync()
    {
        while (!Server.Service.HasWaitingRequests) await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        handler.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Server.DisposeAsync();
        certificate.Dispose();
    }
}
