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

/// <summary>
/// A reverse proxy that ends TLS and hands each request on, whole. Where the server behind it is gone it cuts the line, as the server's
/// death would have done without a proxy.
/// </summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection =
        new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "TE", "Trailer" };

    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _server;
    private readonly Uri _target;
    private readonly Func<HttpRequest, byte[], string?> _nameOf;

    private HoldingProxy(WebApplication application, Uri target, X509Certificate2 authority, Func<HttpRequest, byte[], string?> nameOf)
    {
        _application = application;
        _target = target;
        _nameOf = nameOf;
        var handler = TrustedHttp.CreateHandler([authority]);
        handler.AutomaticDecompression = DecompressionMethods.None;
        _server = new HttpMessageInvoker(handler);
    }

    /// <summary>Where clients reach it, without a path.</summary>
    public Uri Url => new UriBuilder(
        Uri.UriSchemeHttps,
        "localhost",
        new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port).Uri;

    /// <summary>Told what passes; null where nobody looks.</summary>
    public RequestWatch? Watch { get; set; }

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="target">The server behind it.</param>
    /// <param name="certificate">The certificate shown to clients.</param>
    /// <param name="authority">Whom the server's certificate comes from.</param>
    /// <param name="nameOf">Names a request that changes something; null for any other.</param>
    public static async Task<HoldingProxy> StartAsync(
        Uri target, X509Certificate2 certificate, X509Certificate2 authority, Func<HttpRequest, byte[], string?> nameOf)
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
        var proxy = new HoldingProxy(application, target, authority, nameOf);
        application.Run(proxy.ForwardAsync);
        await application.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        Watch?.Release(cut: true);
        using (var now = new CancellationTokenSource(TimeSpan.Zero))
            await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _server.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var watch = Watch;
        var name = watch is null ? null : _nameOf(context.Request, body.ToArray());
        var entered = name is null ? null : watch!.Enter(name);
        if (entered is not null && !await watch!.PassAsync(entered, HoldPhase.BeforeForwarding))
        {
            context.Abort();
            return;
        }

        try
        {
            using var request = RequestTo(context.Request, body.ToArray());
            using var answer = await _server.SendAsync(request, context.RequestAborted);
            var answerBody = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            if (entered is not null && !await watch!.PassAsync(entered, HoldPhase.BeforeAnswering))
                context.Abort();
            else
                await AnswerAsync(context, answer, answerBody);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private HttpRequestMessage RequestTo(HttpRequest from, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(_target, from.Path.ToUriComponent() + from.QueryString.ToUriComponent()));
        if (body.Length > 0 || from.ContentLength is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in from.Headers)
        {
            if (OfTheConnection.Contains(name))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, byte[] body)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfTheConnection.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        }

        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body);
    }
}
