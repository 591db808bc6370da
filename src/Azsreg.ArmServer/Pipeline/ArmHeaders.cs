using System.Globalization;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Azsreg.ArmServer.Pipeline;

/// <summary>The headers every ARM answer carries.</summary>
internal sealed class ArmHeaders(ArmServerOptions options, TimeProvider clock)
{
    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues Expires = "-1";
    private static readonly StringValues StrictTransport = "max-age=31536000; includeSubDomains";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Gateway = "gateway";

    /// <summary>Writes them and returns the request's ids.</summary>
    public (string RequestId, string CorrelationId) Write(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        var requestId = Guid.CreateVersion7(now).ToString();
        var correlationId = Guid.TryParse(request["x-ms-correlation-request-id"], out var given) ? given.ToString() : requestId;
        if (correlationId == requestId)
            requestId = Guid.CreateVersion7(now).ToString();

        response[HeaderNames.CacheControl] = NoCache;
        response[HeaderNames.Pragma] = NoCache;
        response[HeaderNames.Expires] = Expires;
        response[HeaderNames.StrictTransportSecurity] = StrictTransport;
        response[HeaderNames.XContentTypeOptions] = NoSniff;
        response["x-ms-request-id"] = requestId;
        response["x-ms-correlation-request-id"] = correlationId;
        response["x-ms-routing-request-id"] =
            string.Create(CultureInfo.InvariantCulture, $"{options.Region}:{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}:{correlationId}");

        // ARM RPC: echoed only on request, and only what is a request id.
        var client = request["x-ms-client-request-id"];
        if (client.Count == 1 && Guid.TryParse(client, out _)
            && string.Equals(request["x-ms-return-client-request-id"], "true", StringComparison.OrdinalIgnoreCase))
        {
            response["x-ms-client-request-id"] = client;
        }

        return (requestId, correlationId);
    }

    /// <summary>Adds what an error says of itself.</summary>
    public static void WriteFailure(HttpContext context, ArmException exception)
    {
        var response = context.Response.Headers;
        if (exception.RetryAfter is { } wait)
            response.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (!GatewayErrors.Contains(exception.Error.Code))
            return;
        // Seen in recordings: an error the resource manager makes itself has one id for both.
        response["x-ms-failure-cause"] = Gateway;
        response["x-ms-request-id"] = response["x-ms-correlation-request-id"];
    }
}
