using System.Data.Common;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Azsreg.ArmServer.Pipeline;

/// <summary>
/// Around every ARM endpoint, and every path that is no endpoint at all: the headers before, the gate, and the error envelope
/// for whatever goes wrong. Endpoints of other protocols on the same port (sign-in, Graph, health) pass untouched.
/// </summary>
internal sealed partial class ArmMiddleware(
    RequestDelegate next, ArmGate gate, ArmHeaders headers, LazyAddresses addresses, ArmServerOptions options, TimeProvider clock,
    ILogger<ArmMiddleware> logger)
{
    private const int ClientClosedRequest = 499;

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var arm = endpoint?.Metadata.GetMetadata<ArmEndpoint>();
        // Routing makes an endpoint of its own, without our metadata, for a known path with an unknown method.
        var notAllowed = endpoint is { Metadata.Count: 0, DisplayName: "405 HTTP Method Not Supported" };
        return arm is not null || endpoint is null || notAllowed ? AnswerAsync(context, arm, notAllowed) : next(context);
    }

    private async Task AnswerAsync(HttpContext context, ArmEndpoint? endpoint, bool notAllowed)
    {
        var (requestId, correlationId) = headers.Write(context);
        try
        {
            if (notAllowed)
            {
                // It writes the Allow header, and nothing else.
                await context.GetEndpoint()!.RequestDelegate!(context).ConfigureAwait(false);
                throw ArmErrors.MethodNotAllowed(context.Request.Method, context.Request.Path.Value ?? "/");
            }

            if (endpoint is null)
                throw ArmErrors.NoSuchOperation(context.Request.Path.Value ?? "/");

            var request = new ArmRequest(context, requestId, correlationId, addresses, options);
            context.Features.Set(request);
            await gate.PassAsync(request, endpoint).ConfigureAwait(false);
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads it; it tells the log from a success.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
        }
#pragma warning disable CA1031 // The one boundary: whatever happens is answered with the envelope.
        catch (Exception exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            await WriteAsync(context, Explain(context, exception, correlationId)).ConfigureAwait(false);
        }
    }

    private ArmException Explain(HttpContext context, Exception exception, string correlationId)
    {
        switch (exception)
        {
            case ArmException arm:
                Log.Refused(logger, context.Request.Method, arm.StatusCode, arm.Error.Code, correlationId);
                return arm;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ArmErrors.RequestContentTooLarge(options.MaxRequestBodySize);
            case BadHttpRequestException { InnerException: JsonException json }:
                return ArmErrors.InvalidRequestContent(RequestBody.Explain(json));
            case BadHttpRequestException bad:
                return new ArmException(bad.StatusCode, "BadRequest", "The request is malformed.");
            case DbException when SqlFault.IsPassing(exception):
                Log.Unavailable(logger, exception, context.Request.Method, correlationId);
                return ArmErrors.ServiceUnavailable();
            default:
                Log.Failed(logger, exception, context.Request.Method, correlationId);
                return ArmErrors.InternalServerError(clock.GetUtcNow(), correlationId);
        }
    }

    private static Task WriteAsync(HttpContext context, ArmException exception)
    {
        ArmHeaders.WriteFailure(context, exception);
        context.Response.StatusCode = exception.StatusCode;
        if (exception.StatusCode == StatusCodes.Status401Unauthorized && !context.Response.Headers.ContainsKey("WWW-Authenticate"))
            context.Response.Headers.WWWAuthenticate = new StringValues("Bearer");
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : ArmResults.Json(exception.StatusCode, new ArmErrorEnvelope(exception.Error)).ExecuteAsync(context);
    }
}
