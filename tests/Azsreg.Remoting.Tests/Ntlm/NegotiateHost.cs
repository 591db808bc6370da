using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Ntlm.Acceptor;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Tests.Ntlm;

/// <summary>
/// A WS-Management service with Negotiate: as a real stamp has it at port 5985, plain HTTP with every message encrypted; or over TLS, where
/// messages are not encrypted again and the sign-in must be bound to the certificate.
/// </summary>
internal sealed class NegotiateHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly WsManService service;
    private readonly byte[]? binding;
    private readonly SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 1 };
    private readonly ConcurrentDictionary<string, NegotiateConnection> connections = new();

    private NegotiateHost(WebApplication app, WsManService service, X509Certificate2? certificate, byte[]? binding)
    {
        this.app = app;
        this.service = service;
        this.binding = binding;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, peer, _, _) => peer?.GetCertHashString() == certificate?.GetCertHashString();
    }

    /// <summary>Sign-ins that succeeded.</summary>
    public int SignIns => connections.Values.Count(connection => connection.Ntlm.IsSignedIn);

    /// <summary>Each <c>Authorization</c> header that came, in order; empty for a request without one.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>Names of the services the clients wanted to sign in to.</summary>
    public IEnumerable<string?> Targets => connections.Values.Select(connection => connection.Ntlm.TargetName);

    /// <summary>What is offered to who has not signed in.</summary>
    public string[] Offers { get; set; } = ["Negotiate"];

    /// <summary>What is answered to the first token; null for a challenge of NTLM.</summary>
    public string? Challenge { get; set; }

    /// <summary>Changes an answer on its way, as somebody in between would.</summary>
    public Func<byte[], byte[]> Tamper { get; set; } = body => body;

    /// <param name="certificate">The server's; null for plain HTTP.</param>
    /// <param name="binding">The channel binding the sign-in must have; null for plain HTTP.</param>
    public static async Task<NegotiateHost> StartAsync(X509Certificate2? certificate = null, byte[]? binding = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var service = new WsManService(new RemotingServerOptions { Endpoints = [TestCommands.Endpoint], Authenticator = new CountingAuthenticator() });
        var host = new NegotiateHost(app, service, certificate, binding);
        app.MapPost("/wsman", (RequestDelegate)host.HandleAsync);
        await app.StartAsync();
        return host;
    }

    public Task<RemoteSession> OpenAsync(Func<RemotingConnection, RemotingConnection>? configure = null)
    {
        var connection = new RemotingConnection
        {
            Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/wsman"),
            ConfigurationName = "PrivilegedEndpoint",
            Authentication = RemotingAuthentication.Negotiate,
            UserName = PepHost.User,
            Password = () => PepHost.Password,
        };
        return RemotingClient.OpenAsync(configure?.Invoke(connection) ?? connection, handler);
    }

    /// <summary>Waits until a client's Receive is parked in the service.</summary>
    public async Task ReceiveIsWaitingAsync()
    {
        while (!service.HasWaitingRequests) await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        handler.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await service.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var connection = connections.GetOrAdd(context.Connection.Id, _ => new NegotiateConnection(new NtlmAcceptor(PepHost.Password, binding)));
        var authorization = context.Request.Headers.Authorization.ToString();
        Authorizations.Enqueue(authorization);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (authorization.StartsWith("Negotiate ", StringComparison.Ordinal))
        {
            var (isSignedIn, answer) = connection.Accept(Convert.FromBase64String(authorization["Negotiate ".Length..]));
            if (!isSignedIn)
            {
                Refuse(context, answer is null ? ["Negotiate"] : [Challenge ?? "Negotiate " + Convert.ToBase64String(answer)]);
                return;
            }
            if (body.Length == 0) return;
        }
        if (!connection.Ntlm.IsSignedIn)
        {
            Refuse(context, Offers);
            return;
        }
        await AnswerAsync(context, connection.Ntlm, body.ToArray());
    }

    private async Task AnswerAsync(HttpContext context, NtlmAcceptor ntlm, byte[] body)
    {
        var isEncrypted = !context.Request.IsHttps;
        context.Request.ContentType.ShouldBe(isEncrypted ? EncryptedMessage.ContentType : "application/soap+xml;charset=UTF-8");
        if (isEncrypted)
        {
            var (wrapped, length) = EncryptedMessage.Read(body);
            body = ntlm.Unseal(wrapped);
            body.Length.ShouldBe(length);
        }
        var request = SoapDocument.Parse(new MemoryStream(body));
        string answer;
        try
        {
            answer = await service.HandleAsync(request, new RemoteIdentity(ntlm.User!), context.RequestAborted);
        }
        catch (WsManFault fault)
        {
            context.Response.StatusCode = 500;
            answer = WsManAnswer.Fault(request, fault, TimeProvider.System);
        }
        var bytes = Encoding.UTF8.GetBytes(answer);
        context.Response.ContentType = context.Request.ContentType;
        await context.Response.Body.WriteAsync(Tamper(isEncrypted ? EncryptedMessage.Write(ntlm.Seal(bytes), bytes.Length) : bytes));
    }

    private static void Refuse(HttpContext context, string[] offers)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = offers;
    }
}
