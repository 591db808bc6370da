using System.Net.Http.Headers;
using System.Text;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>Basic authentication: the credentials in every request, TLS around it.</summary>
internal sealed class BasicChannel(RemotingConnection connection, HttpMessageInvoker http) : IWsManChannel
{
    private static readonly MediaTypeHeaderValue ContentType = new(WsManNames.ContentType, "UTF-8");

    private readonly AuthenticationHeaderValue authorization = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(connection.UserName + ":" + connection.Password())));

    public async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Uri) { Content = new StringContent(envelope, Encoding.UTF8) };
        request.Content.Headers.ContentType = ContentType;
        request.Headers.Authorization = authorization;
        request.Headers.ExpectContinue = false;
        using var response = await http.SendAsync(request, cancellationToken);
        WsManHttpAnswer.Check(response, connection, WsManNames.ContentType, "text/xml");
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return SoapDocument.Parse(stream);
    }

    public void Dispose() => http.Dispose();
}
