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
                throw Refused(connection);
            case HttpStatusCode.Forbidden:
                throw new RemotingAccessDeniedException($"{connection.UserName} may not use {connection.Uri}.");
            case HttpStatusCode.RequestEntityTooLarge:
                throw new RemotingException($"{connection.Uri} takes no envelope of this size.");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                throw new RemotingUnreachableException($"{connection.Uri} is too busy ({(int)response.StatusCode}).");
        }
        var isExpected = mediaTypes.Contains(response.Content.Headers.ContentType?.MediaType);
        if (!isExpected || response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError or HttpStatusCode.BadRequest))
            throw new RemotingProtocolException($"{connection.Uri} is not a WS-Management service: it answered {(int)response.StatusCode}.");
    }

    /// <summary>The envelope in an answer that came as it is.</summary>
    /// <inheritdoc cref="Check"/>
    public static async Task<SoapDocument> ReadAsync(HttpResponseMessage response, RemotingConnection connection, CancellationToken cancellationToken)
    {
        Check(response, connection, WsManNames.ContentType, "text/xml");
        await response.Content.LoadIntoBufferAsync(MaxSize, cancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return SoapDocument.Parse(stream);
    }

    public static RemotingSignInException Refused(RemotingConnection connection) => new(connection.Authentication == RemotingAuthentication.Certificate
        ? $"{connection.Uri} refused the client certificate."
        : $"{connection.Uri} refused the user name and password of {connection.UserName}.");
}
