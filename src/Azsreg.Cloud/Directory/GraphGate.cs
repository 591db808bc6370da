using System.Data.Common;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Directory;

/// <summary>Around every Graph endpoint: the caller before, and Graph's error envelope for what is refused.</summary>
internal sealed class GraphGate(GraphTokens tokens, GraphOptions options)
{
    public async Task<IResult> RunAsync(HttpContext context, Func<GraphRequest, Task<IResult>> handle)
    {
        try
        {
            var caller = await tokens.ValidateAsync(context);
            WriteIds(context);
            return await handle(new GraphRequest(context, caller, new Uri(options.Cloud(), GraphEndpoints.Root[1..] + "/")));
        }
        catch (GraphException refused)
        {
            return new Refusal(refused);
        }
        catch (DbException exception) when (SqlFault.IsPassing(exception))
        {
            context.Response.Headers.RetryAfter = "1";
            return new Refusal(new GraphException(503, "serviceNotAvailable", "The service is temporarily unavailable. Please try again."));
        }
        catch (DirectoryException refused)
        {
            return new Refusal(refused.Failure switch
            {
                DirectoryFailure.NotFound => new GraphException(404, "Request_ResourceNotFound", refused.Message),
                DirectoryFailure.Conflict => new GraphException(409, "Request_MultipleObjectsWithSameKeyValue", refused.Message),
                _ => GraphException.BadRequest(refused.Message),
            });
        }
    }

    public static async Task RefuseAsync(HttpContext context, GraphException refused)
    {
        var (requestId, clientRequestId) = WriteIds(context);
        if (refused.StatusCode == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"\", client_id=\"00000003-0000-0000-c000-000000000000\"";
        context.Response.StatusCode = refused.StatusCode;
        context.Response.ContentType = "application/json";
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        var date = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        await JsonSerializer.SerializeAsync(
            context.Response.BodyWriter,
            new GraphErrorEnvelope(new GraphError(refused.Code, refused.Message, new GraphInnerError(date, requestId, clientRequestId))),
            GraphJson.Default.GraphErrorEnvelope,
            context.RequestAborted);
    }

    private static (string RequestId, string ClientRequestId) WriteIds(HttpContext context)
    {
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        if (context.Response.Headers["request-id"] is not [{ } requestId])
            requestId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var client = Guid.TryParse(context.Request.Headers["client-request-id"], out var given) ? given.ToString() : requestId;
        context.Response.Headers["request-id"] = requestId;
        context.Response.Headers["client-request-id"] = client;
        return (requestId, client);
    }

    private sealed class Refusal(GraphException refused) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => RefuseAsync(httpContext, refused);
    }
}
