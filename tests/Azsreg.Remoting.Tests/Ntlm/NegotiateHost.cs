using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
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

/// <summary>A WS-Management service as a real stamp has it at port 5985: plain HTTP, Negotiate, every message encrypted.</summary>
internal sealed class NegotiateHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly WsManService service;
    private readonly SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 1 };
    private readonly ConcurrentDictionary<string, NtlmAcceptor> connections = new();

    private NegotiateHost(WebApplication app, WsManService service)
    {
        this.app = app;
        this.service = service;
    }

    /// <summary>Sign-ins that succeeded.</summary>
    public int SignIns => connections.Values.Count(acceptor => acceptor.IsSignedIn);

    /// <summary>Changes an answer on its way, as somebody in between would.</summary>
    public Func<byte[], byte[]> Tamper { get; set; } = body => body;

    public static async Task<NegotiateHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var service = new WsManService(new RemotingServerOptions { Endpoints = [TestCommands.Endpoint], Authenticator = new CountingAuthenticator() });
        var host = new NegotiateHost(app, service);
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

    public async ValueTask DisposeAsync()
    {
        handler.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await service.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var acceptor = connections.GetOrAdd(context.Connection.Id, _ => new NtlmAcceptor(PepHost.Password));
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Negotiate ", StringComparison.Ordinal))
        {
            SignIn(context, acceptor, Convert.FromBase64String(authorization["Negotiate ".Length..]));
            return;
        }
        if (!acceptor.IsSignedIn)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Negotiate";
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Request.ContentType.ShouldBe("multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"");
        var (length, signature, range) = EncryptedBody.Read(body.ToArray());
        signature.ShouldBe(16);
        var plain = acceptor.Unseal(body.ToArray()[range]);
        plain.Length.ShouldBe(length);
        var request = SoapDocument.Parse(new MemoryStream(plain));
        string answer;
        try
        {
            answer = await service.HandleAsync(request, new RemoteIdentity(acceptor.User!), context.RequestAborted);
        }
        catch (WsManFault fault)
        {
            context.Response.StatusCode = 500;
            answer = WsManAnswer.Fault(request, fault, TimeProvider.System);
        }
        var bytes = Encoding.UTF8.GetBytes(answer);
        context.Response.ContentType = EncryptedBody.ContentType.TrimEnd();
        await context.Response.Body.WriteAsync(Tamper(EncryptedBody.Write(bytes.Length, acceptor.Seal(bytes), 16)));
    }

    private static void SignIn(HttpContext context, NtlmAcceptor acceptor, byte[] token)
    {
        var isNegotiate = token[8] == 1;
        if (!isNegotiate && acceptor.Authenticate(token)) return;
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = isNegotiate ? "Negotiate " + Convert.ToBase64String(acceptor.Challenge(token)) : "Negotiate";
    }
}
