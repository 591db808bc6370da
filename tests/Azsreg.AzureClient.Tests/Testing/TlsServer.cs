using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.AzureClient.Tests.Testing;

/// <summary>A server over real TLS on a free port that answers from a script and remembers what it was asked.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly SocketsHttpHandler _handler;
    private readonly ConcurrentQueue<Func<Asked, Answer>> _script = new();
    private readonly ConcurrentQueue<Asked> _asked = new();

    private TlsServer(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        _certificate = certificate;
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString() },
        };
        Http = new HttpClient(_handler, disposeHandler: false);
    }

    /// <summary>Trusts this server only.</summary>
    public HttpClient Http { get; }

    /// <summary>Without a final slash.</summary>
    public string Url { get; private set; } = "";

    public IReadOnlyList<Asked> Asked => [.. _asked];

    /// <summary>Answers what the script has no line for; 500 unless set.</summary>
    public Func<Asked, Answer> Otherwise { get; set; } = asked => new Answer(500, $$$"""{"error":{"code":"NotInScript","message":"{{{asked.Method}}} {{{asked.Path}}}"}}""");

    public static async Task<TlsServer> StartAsync()
    {
        var certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new TlsServer(app, certificate);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Url = app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return server;
    }

    public TlsServer Then(int status, string body = "", params (string Name, string Value)[] headers) => Then(_ => new Answer(status, body, headers));

    public TlsServer Then(Func<Asked, Answer> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public AzureConnection Connection(TimeProvider? clock = null) => new(Http, clock ?? TimeProvider.System)
    {
        Retry = new RetryPolicy { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2) },
        TryTimeout = TimeSpan.FromMinutes(5),
    };

    public AzureEnvironment Environment => new()
    {
        Name = "Test",
        ResourceManagerUrl = new Uri(Url + "/"),
        LoginEndpoint = new Uri(Url + "/"),
        Audiences = ["https://management.test/"],
        GraphUrl = new Uri(Url + "/graph"),
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var asked = new Asked(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, await reader.ReadToEndAsync());
        _asked.Enqueue(asked);
        var answer = (_script.TryDequeue(out var next) ? next : Otherwise)(asked);
        if (answer.Breaks)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value.Replace("{url}", Url, StringComparison.Ordinal);
        if (answer.Body.Length > 0)
            await context.Response.WriteAsync(answer.Body.Replace("{url}", Url, StringComparison.Ordinal));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var today = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var made = request.CreateSelfSigned(today, today.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
