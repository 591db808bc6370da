using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Hosting;

/// <summary>
/// What a role is given to stand on. A role is one <see cref="WebApplication"/> built by its room from <see cref="CreateBuilder"/>; several may
/// run in one process. Whoever composes the roles owns the process's signals and disposes what is given here.
/// </summary>
public sealed record RoleHost
{
    /// <summary>The largest request body in bytes; an endpoint that takes more says so itself.</summary>
    public const long LargestBody = 4 * 1024 * 1024;

    /// <summary>Where the role keeps its data.</summary>
    public required DataFolder Folder { get; init; }

    /// <summary>The role's clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The server certificate, with its key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The address to listen on; this machine only unless told otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port of the first listener; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The URL others reach the role by, where that is not <c>https://localhost:{port}/</c> (a name, a proxy in front).</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Authorities to trust towards other roles, beside the system's.</summary>
    public IReadOnlyList<X509Certificate2> Trust { get; init; } = [];

    /// <summary>Adds where the role's log lines go; nowhere by default.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>
    /// A builder with nothing in it but Kestrel over TLS 1.2 or later with bounded requests, routing, the clock, the <see cref="RoleListeners"/>
    /// and <c>GET /healthz</c> (it runs) with <c>/healthz/ready</c> (it can serve: 503 while its database is out of reach or it is stopping). It reads no configuration of its own: no <c>appsettings.json</c> of the current directory, no <c>ASPNETCORE_*</c>.
    /// The ports are taken now.
    /// </summary>
    /// <param name="listeners">The ports taken; the built application disposes them.</param>
    /// <param name="more">Listeners beside the first, which is named <see cref="RoleListeners.Main"/>.</param>
    /// <exception cref="CataloguedException">A port is taken (AZR1006).</exception>
    public WebApplicationBuilder CreateBuilder(out RoleListeners listeners, params IReadOnlyList<RoleListener> more)
    {
        var taken = RoleListeners.Take(Address, [new RoleListener(RoleListeners.Main, Port), .. more]);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => UseTakenPorts(sockets, taken));
        var asking = more.Where(listener => listener.AsksForClientCertificate).Select(listener => listener.Name).ToHashSet();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, taken, asking));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton(_ => taken);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.AddSingleton<IStartupFilter, HealthCheck>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        ConfigureLogging?.Invoke(builder.Logging);
        listeners = taken;
        return builder;
    }

    private static void UseTakenPorts(SocketTransportOptions sockets, RoleListeners listeners) =>
        sockets.CreateBoundListenSocket = endpoint =>
            listeners.All.First(listener => listener.Socket.LocalEndPoint!.Equals(endpoint)).Socket;

    private void Configure(KestrelServerOptions kestrel, RoleListeners listeners, HashSet<string> asking)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024; // A bearer token with many groups is several KiB.
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        foreach (var (name, socket) in listeners.All)
        {
            var feature = new RoleListeners.ListenerFeature(name);
            kestrel.Listen(
                socket.LocalEndPoint!,
                listen =>
                {
                    listen.UseHttps(
                        Certificate,
                        https =>
                        {
                            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                            if (asking.Contains(name))
                            {
                                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                                https.AllowAnyClientCertificate();
                            }
                        });
                    listen.Use(next => connection =>
                    {
                        connection.Features.Set(feature);
                        return next(connection);
                    });
                });
        }
    }

    /// <summary>Several roles share a process: none of them may take its signals.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class HealthCheck : IStartupFilter
    {
        // A balancer asks every few seconds and takes a slow answer for none.
        private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(2);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.Map("/healthz/ready", health => health.Run(async context =>
                await AnswerAsync(context, await IsReadyAsync(context) ? null : "not ready")));
            application.Map("/healthz", health => health.Run(context => AnswerAsync(context, null)));
            next(application);
        };

        private static async Task<bool> IsReadyAsync(HttpContext context)
        {
            if (context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
                return false;
            if (context.RequestServices.GetService<SqlDatabase>() is not { } database)
                return true;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(LongestCheck);
            try
            {
                await using var connection = await database.OpenAsync(limit.Token);
                await using var command = connection.CreateCommand();
                command.CommandText = "select 1";
                await command.ExecuteScalarAsync(limit.Token);
                return true;
            }
            catch (Exception exception) when (exception is DbException or OperationCanceledException)
            {
                return false;
            }
        }

        private static Task AnswerAsync(HttpContext context, string? failure)
        {
            context.Response.StatusCode = failure is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync($$"""{"status":"{{failure ?? "ok"}}"}""", context.RequestAborted);
        }
    }
}
