using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Remoting.Tests.Ntlm.Acceptor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Azsreg.EndToEnd.Tests.Transports;

/// <summary>
/// The door a real stamp has at port 5985, in front of a stamp that has only HTTPS: plain HTTP, Negotiate with NTLM, every body encrypted
/// (MS-WSMV §2.2.9.1). What is decrypted is passed on to the stamp with Basic, and its answers come back encrypted.
/// </summary>
internal sealed class NegotiateFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _stamp;
    private readonly Uri _privilegedEndpoint;
    private readonly string _password;
    private readonly ConcurrentDictionary<string, NegotiateConnection> _connections = new();

    private NegotiateFront(WebApplication app, Uri privilegedEndpoint, X509Certificate2 authority, string password)
    {
        _app = app;
        _privilegedEndpoint = privilegedEndpoint;
        _password = password;
        _stamp = new HttpClient(TrustedHttp.CreateHandler([authority])) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Each request as it was decrypted.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Accounts that have signed in, and the services they meant to.</summary>
    public IEnumerable<(string? User, string? Target)> SignIns =>
        _connections.Values.Where(connection => connection.Ntlm.IsSignedIn).Select(connection => (connection.Ntlm.User, connection.Ntlm.TargetName));

    public static async Task<NegotiateFront> StartAsync(Uri privilegedEndpoint, X509Certificate2 authority, string password)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var front = new NegotiateFront(app, privilegedEndpoint, authority, password);
        app.Run(front.HandleAsync);
        await app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stamp.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var connection = _connections.GetOrAdd(context.Connection.Id, _ => new NegotiateConnection(new NtlmAcceptor(_password)));
        var authorization = context.Request.Headers.Authorization.ToString();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (authorization.StartsWith("Negotiate ", StringComparison.Ordinal))
        {
            var (isSignedIn, answer) = connection.Accept(Convert.FromBase64String(authorization["Negotiate ".Length..]));
            if (!isSignedIn)
                Refuse(context, answer);
            else if (answer is not null)
                context.Response.Headers.WWWAuthenticate = "Negotiate " + Convert.ToBase64String(answer);
            return;
        }

        if (connection.Ntlm.IsSignedIn)
            await PassOnAsync(context, connection.Ntlm, body.ToArray());
        else
            Refuse(context, null);
    }

    private async Task PassOnAsync(HttpContext context, NtlmAcceptor ntlm, byte[] body)
    {
        context.Request.ContentType.ShouldBe(EncryptedMessage.ContentType);
        var (wrapped, length) = EncryptedMessage.Read(body);
        var plain = ntlm.Unseal(wrapped);
        plain.Length.ShouldBe(length);
        Requests.Enqueue(Encoding.UTF8.GetString(plain));
        using var request = new HttpRequestMessage(HttpMethod.Post, _privilegedEndpoint) { Content = new ByteArrayContent(plain) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/soap+xml", "UTF-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ntlm.User}:{_password}")));
        using var response = await _stamp.SendAsync(request, context.RequestAborted);
        var answer = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = EncryptedMessage.ContentType;
        await context.Response.Body.WriteAsync(EncryptedMessage.Write(ntlm.Seal(answer), answer.Length), context.RequestAborted);
    }

    private static void Refuse(HttpContext context, byte[]? challenge)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = challenge is null ? "Negotiate" : "Negotiate " + Convert.ToBase64String(challenge);
    }
}
