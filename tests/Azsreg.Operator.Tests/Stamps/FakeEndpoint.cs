using System.Net;
using System.Security.Cryptography;
using Azsreg.Hosting;
using Azsreg.Operator.Stamps;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Microsoft.AspNetCore.Builder;

namespace Azsreg.Operator.Tests.Stamps;

/// <summary>A privileged endpoint over TLS with one command.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RemotingServer _server;
    private readonly LocalCertificateAuthority _authority;

    private FakeEndpoint(WebApplication app, RemotingServer server, LocalCertificateAuthority authority, StampEntry entry, string fingerprint)
    {
        _app = app;
        _server = server;
        _authority = authority;
        Entry = entry;
        Fingerprint = fingerprint;
    }

    public StampEntry Entry { get; }

    /// <summary>SHA-256 of the server's certificate.</summary>
    public string Fingerprint { get; }

    public static async Task<FakeEndpoint> StartAsync(DataFolder folder, RemoteError? error = null)
    {
        var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        var certificate = authority.IssueServerCertificate();
        var host = new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = certificate };
        var app = host.CreateBuilder(out var listeners).Build();
        var server = new RemotingServer(new RemotingServerOptions
        {
            Endpoints = [new ConstrainedEndpoint("PrivilegedEndpoint", [new ConstrainedCommand("Get-AzureStackStampInformation", (call, _) => TellAsync(call, error))])],
            Authenticator = new OneAccount(),
            FailedSignInDelay = TimeSpan.Zero,
        });
        app.MapPowerShellRemoting("/wsman", server);
        await app.StartAsync();
        var entry = new StampEntry
        {
            Name = "AzS-ERCS01", PrivilegedEndpoint = new Uri(listeners.Url(), "wsman"), CloudAdmin = @"AZURESTACK\CloudAdmin", TrustedAuthorities = [authority.ExportRootPem()],
        };
        return new FakeEndpoint(app, server, authority, entry, certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private static Task TellAsync(CommandInvocation call, RemoteError? error)
    {
        if (error is not null)
            throw new CommandFailedException(error);
        call.WriteObject(new RemoteObject("AzureStackStampInformation")
        {
            ["CloudID"] = "5b0e0000-0000-4000-8000-000000000e41",
            ["StampVersion"] = "1.2311.1.22",
            ["NumberOfNodes"] = 4,
            ["EmergencyConsoleIPAddresses"] = new List<object?> { "10.0.0.224", "10.0.0.225" },
            ["AdminExternalEndpoints"] = new RemoteObject { ["AdminPortal"] = "https://adminportal.local.azurestack.external/" },
        });
        return Task.CompletedTask;
    }

    private sealed class OneAccount : IRemotingAuthenticator
    {
        public ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken) =>
            ValueTask.FromResult(userName == @"AZURESTACK\CloudAdmin" && password.Reveal() == "right" ? new RemoteIdentity(userName, remote) : null);
    }
}
