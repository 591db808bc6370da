using System.Globalization;
using System.Text;
using Azsreg.Remoting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azsreg.Remoting.WsMan;

/// <summary>HTTP around the service: size, sign-in, status codes.</summary>
internal static class WsManHttp
{
    private const string ContentType = WsManNames.ContentType + ";charset=UTF-8";
    private const int Unauthenticated = 65_536;

    public static async Task HandleAsync(HttpContext context, WsManService service)
    {
        var asksIdentity = context.Request.Headers.ContainsKey("WSMANIDENTIFY");
        RemoteIdentity? identity = null;
        if (!asksIdentity)
        {
            (identity, var retryAfter) = await service.SignIns.SignInAsync(
                context.Request.Headers.Authorization, context.Connection.ClientCertificate, context.Connection.RemoteIpAddress, context.RequestAborted);
            if (identity is null)
            {
                Refuse(context, retryAfter);
                return;
            }
        }
        // Nobody who is not signed in makes the server read more than a little.
        var limit = identity is null ? Unauthenticated : service.MaxEnvelopeSize;
        if (context.Request.ContentLength > limit)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        await AnswerAsync(context, service, identity);
    }

    private static async Task AnswerAsync(HttpContext context, WsManService service, RemoteIdentity? identity)
    {
        SoapDocument? request = null;
        try
        {
            request = await ReadAsync(context);
            if (request.Body.Element(WsManNames.Identity + "Identify") is not null) await WriteAsync(context, StatusCodes.Status200OK, WsManAnswer.Identify());
            else if (identity is null) Refuse(context, null);
            else await WriteAsync(context, StatusCodes.Status200OK, await service.HandleAsync(request, identity, context.RequestAborted));
        }
        catch (WsManFault fault)
        {
            await WriteAsync(context, StatusCodes.Status500InternalServerError, WsManAnswer.Fault(request, fault, service.Clock));
        }
        catch (RemotingProtocolException e)
        {
            await WriteAsync(context, StatusCodes.Status500InternalServerError, WsManAnswer.Fault(request, WsManFault.Invalid(e.Message), service.Clock));
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up while it waited; there is nobody to answer.
            context.Abort();
        }
    }

    private static async Task<SoapDocument> ReadAsync(HttpContext context)
    {
        // A client that announces much and sends a byte a second holds no more than it has sent.
        using var buffer = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 16_384));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        buffer.Position = 0;
        return SoapDocument.Parse(buffer);
    }

    private static void Refuse(HttpContext context, TimeSpan? retryAfter)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"WSMAN\"";
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(HttpContext context, int status, string envelope)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        var bytes = Encoding.UTF8.GetBytes(envelope);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
