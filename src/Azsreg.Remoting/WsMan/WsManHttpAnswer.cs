using System.Net;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>What HTTP answers of a WS-Management service mean to a client.</summary>
internal static class WsManHttpAnswer
{
    public const int MaxSize = 16 * 1024 * 1024;

    /// <exception cref="RemotingException">The answer is a refusal, or not one of a WS-Management service.</exception>
    public static void Check(HttpResponseMessage response, RemotingConnection connection, params ReadOnlySpan<string> mediaTypes)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized:
                throw new RemotingSignInException($"{connection.Uri} refused the user name and password of {connection.UserName}.");
            case HttpStatusCode.Forbidden:
                throw new RemotingAccessDeniedException($"{connection.UserName} may not use {connection.Uri}.");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                throw new RemotingUnreachableException($"{connection.Uri} is too busy ({(int)response.StatusCode}).");
        }
        var isExpected = mediaTypes.Contains(response.Content.Headers.ContentType?.MediaType);
        if (!isExpected || response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError or HttpStatusCode.BadRequest))
            throw new RemotingProtocolException($"{connection.Uri} is not a WS-Management service: it answered {(int)response.StatusCode}.");
    }
}
