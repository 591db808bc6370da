using System.Net.Http.Headers;
using System.Text;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>Envelopes as they are, TLS around them; who is asking stands in each request: Basic credentials, or that the TLS certificate says it.</summary>
internal sealed class PlainChannel : IWsManChannel
{
    private static readonly MediaTypeHeaderValue ContentType = new(WsManNames.ContentType, "UTF-8");

    private readonly RemotingConnection connection;
    private readonly HttpMessageInvoker http;
    private readonly string authorization;

    private PlainChannel(RemotingConnection connection, HttpMessageInvoker http, string authorization)
    {
        this.connection = connection;
        this.http = http;
        this.authorization = authorization;
    }

    public static PlainChannel Basic(RemotingConnection connection, HttpMessageInvoker http) => new(
        connection, http, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(connection.UserName + ":" + connection.Password())));

    public static PlainChannel Certificate(RemotingConnection connection, HttpMessageInvoker http) => new(connection, http, WsManNames.MutualTls);

    public async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Uri) { Content = new StringContent(envelope, Encoding.UTF8) };
        request.Content.Headers.ContentType = ContentType;
        // Not of the form HTTP gives the header: that of a certificate is a bare URI.
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.ExpectContinue = false;
        using var response = await http.SendAsync(request, cancellationToken);
        return await WsManHttpAnswer.ReadAsync(response, connection, cancellationToken);
    }

    public void Dispose() => http.Dispose();
}
