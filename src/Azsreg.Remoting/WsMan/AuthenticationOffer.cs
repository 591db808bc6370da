using System.Net;
using System.Net.Http.Headers;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>The authentication schemes a service offers to who has not signed in (RFC 9110 §11.6.1).</summary>
internal sealed class AuthenticationOffer
{
    private readonly RemotingConnection connection;
    private readonly List<string> schemes;

    private AuthenticationOffer(RemotingConnection connection, HttpResponseMessage response)
    {
        this.connection = connection;
        schemes = [.. response.Headers.WwwAuthenticate.Select(header => header.Scheme).Distinct(StringComparer.OrdinalIgnoreCase).Take(10)];
    }

    public static AuthenticationOffer Of(RemotingConnection connection, HttpResponseMessage response) => new(connection, response);

    /// <summary>Asks with an empty request, in which nothing of the user is.</summary>
    /// <exception cref="RemotingProtocolException">The service asks for no sign-in, so it is none of WS-Management.</exception>
    public static async Task<AuthenticationOffer> AskAsync(RemotingConnection connection, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Uri) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(WsManNames.ContentType, "UTF-8");
        using var response = await http.SendAsync(request, cancellationToken);
        // Read to its end, so that the next request takes the same connection.
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        return response.StatusCode == HttpStatusCode.Unauthorized
            ? new AuthenticationOffer(connection, response)
            : throw new RemotingProtocolException($"{connection.Uri} is not a WS-Management service: it answered {(int)response.StatusCode}.");
    }

    public bool Has(string scheme) => schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);

    public RemotingNotOfferedException Lacks(string wanted) => new(
        $"{connection.Uri} does not offer {wanted}; it offers {(schemes.Count == 0 ? "nothing" : string.Join(", ", schemes))}.");
}
