using System.Net;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.EndToEnd.Tests;

/// <summary>Ends TLS before a server, on a free port: hands requests on and answers back, which its owner may look at, change, hold or cut.</summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "TE", "Trailer", "Content-Length",
    };

    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _server;

    private ReverseProxy(WebApplication application, Uri target, HttpMessageInvoker server)
    {
        _application = application;
        Target = target;
        _server = server;
    }

    /// <summary>The server behind it.</summary>
    public Uri Target { get; }

    /// <summary>Where clients reach it, without a path.</summary>
    public Uri Url => new UriBuilder(
        Uri.UriSchemeHttps,
        "localhost",
        new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port).Uri;

    /// <summary>Starts it.</summary>
    /// <param name="target">The server behind it.</param>
    /// <param name="certificate">The certificate shown to clients.</param>
    /// <param name="authority">Whom the server's certificate comes from.</param>
    /// <param name="decompression">What is unpacked on the way; nothing where answers are handed on as they are.</param>
    /// <param name="answer">Answers a request, most often by <see cref="SendAsync"/> and <see cref="AnswerAsync"/>.</param>
    public static async Task<ReverseProxy> StartAsync(
        Uri target, X509Certificate2 certificate, X509Certificate2 authority, DecompressionMethods decompression, Func<ReverseProxy, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            // One request at a time on a connection, so that cutting it cuts this request alone.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        var handler = TrustedHttp.CreateHandler([authority]);
        handler.AutomaticDecompression = decompression;
        var proxy = new ReverseProxy(application, target, new HttpMessageInvoker(handler));
        application.Run(context => answer(proxy, context));
        await application.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource(TimeSpan.Zero))
            await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _server.Dispose();
    }

    /// <summary>Sends a request on with this body; the answer's is not read yet.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequest from, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(Target, from.Path.ToUriComponent() + from.QueryString.ToUriComponent()));
        if (body.Length > 0 || from.ContentLength is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in from.Headers)
        {
            if (!OfTheConnection.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return await _server.SendAsync(request, from.HttpContext.RequestAborted);
    }

    /// <summary>Answers as the server did, with this body.</summary>
    /// <param name="context">The request's.</param>
    /// <param name="answer">The server's.</param>
    /// <param name="body">What is passed on as its body.</param>
    /// <param name="change">Changes the value of each header; null for none.</param>
    public static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, byte[] body, Func<string, string>? change = null)
    {
        CopyHead(context, answer, change);
        if (body.Length == 0)
            return;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>Begins to answer as the server did; the body is the caller's to write.</summary>
    public static Task BeginAsync(HttpContext context, HttpResponseMessage answer, long length)
    {
        CopyHead(context, answer, null);
        context.Response.ContentLength = length;
        return context.Response.StartAsync();
    }

    private static void CopyHead(HttpContext context, HttpResponseMessage answer, Func<string, string>? change)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfTheConnection.Contains(name))
                context.Response.Headers[name] = values.Select(value => change?.Invoke(value) ?? value).ToArray();
        }
    }
}
