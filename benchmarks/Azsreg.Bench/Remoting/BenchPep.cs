using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Bench;

/// <summary>A constrained endpoint over HTTPS on a free port, and beside it <c>/plain</c>, which answers a post with as many bytes and nothing else.</summary>
internal sealed class BenchPep : IAsyncDisposable
{
    public const string User = @"AZURESTACK\CloudAdmin";

    private static readonly byte[] PlainAnswer = Encoding.ASCII.GetBytes(new string('x', 2_000));

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private BenchPep(WebApplication app, X509Certificate2 certificate, RemotingServer server, BrokenRequests broken)
    {
        _app = app;
        _certificate = certificate;
        Server = server;
        Broken = broken.Messages;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public RemotingServer Server { get; }

    /// <summary>What the server logged as an error: there must be nothing.</summary>
    public ConcurrentQueue<string> Broken { get; }

    public Uri Url { get; }

    public Uri WsMan => new(Url, "/wsman");

    public static string Authorization { get; } = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + BenchFolder.Password));

    public static async Task<BenchPep> StartAsync(ConstrainedEndpoint endpoint, Func<RemotingServerOptions, RemotingServerOptions> configure)
    {
        var certificate = SelfSigned();
        var broken = new BrokenRequests();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(broken);
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new RemotingServer(configure(new RemotingServerOptions
        {
            Endpoints = [endpoint], Authenticator = new Authenticator(), Loggers = app.Services.GetRequiredService<ILoggerFactory>(),
        }));
        app.UseRouting();
        app.MapPowerShellRemoting("/wsman", server);
        app.MapPost("/plain", (RequestDelegate)AnswerPlainlyAsync);
        await app.StartAsync();
        return new BenchPep(app, certificate, server, broken);
    }

    /// <summary>A handler of its own, with connections of its own.</summary>
    public SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, peer, _, _) => IsTrusted(peer);
        return handler;
    }

    public bool IsTrusted(X509Certificate? peer) => peer?.GetCertHashString() == _certificate.GetCertHashString();

    public Task<RemoteSession> OpenAsync(HttpMessageHandler handler, CancellationToken cancellationToken) => RemotingClient.OpenAsync(
        new RemotingConnection { Uri = WsMan, ConfigurationName = "PrivilegedEndpoint", UserName = User, Password = () => BenchFolder.Password },
        handler, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static async Task AnswerPlainlyAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.ContentLength = PlainAnswer.Length;
        await context.Response.Body.WriteAsync(PlainAnswer, context.RequestAborted);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Authenticator : IRemotingAuthenticator
    {
        public ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken) =>
            ValueTask.FromResult(userName == User && password.Reveal() == BenchFolder.Password ? new RemoteIdentity(userName, remote) : null);
    }

    private sealed class BrokenRequests : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) Messages.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
