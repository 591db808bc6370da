using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Hands each request on, whole, and holds the one it is told to. Where the server behind it is gone it cuts the line, as the server's death would
/// have done without a proxy.
/// </summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly Func<HttpRequest, byte[], string?> _nameOf;
    private ReverseProxy _proxy = null!;

    private HoldingProxy(Func<HttpRequest, byte[], string?> nameOf) => _nameOf = nameOf;

    /// <summary>Where clients reach it, without a path.</summary>
    public Uri Url => _proxy.Url;

    /// <summary>Told what passes; null where nobody looks.</summary>
    public RequestWatch? Watch { get; set; }

    /// <summary>Answers a request in the server's place; false hands it on as ever. Null where nothing is answered so.</summary>
    public Func<ReverseProxy, HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>Waited for before a request is handed on; null where nobody waits.</summary>
    public Func<Task>? Gate { get; set; }

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="target">The server behind it.</param>
    /// <param name="certificate">The certificate shown to clients.</param>
    /// <param name="authority">Whom the server's certificate comes from.</param>
    /// <param name="nameOf">Names a request that changes something; null for any other.</param>
    public static async Task<HoldingProxy> StartAsync(
        Uri target, X509Certificate2 certificate, X509Certificate2 authority, Func<HttpRequest, byte[], string?> nameOf)
    {
        var holding = new HoldingProxy(nameOf);
        holding._proxy = await ReverseProxy.StartAsync(target, certificate, authority, DecompressionMethods.None, holding.ForwardAsync);
        return holding;
    }

    public ValueTask DisposeAsync()
    {
        Watch?.Release(cut: true);
        return _proxy.DisposeAsync();
    }

    private async Task ForwardAsync(ReverseProxy proxy, HttpContext context)
    {
        if (Instead is { } instead && await instead(proxy, context))
            return;
        if (Gate is { } gate)
            await gate();
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
            using var answer = await proxy.SendAsync(context.Request, body.ToArray());
            var answerBody = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            if (entered is not null && !await watch!.PassAsync(entered, HoldPhase.BeforeAnswering))
                context.Abort();
            else
                await ReverseProxy.AnswerAsync(context, answer, answerBody);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }
}
