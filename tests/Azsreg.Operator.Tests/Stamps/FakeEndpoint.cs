using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    private readonly OneAccount _accounts;

    private FakeEndpoint(WebApplication app, RemotingServer server, LocalCertificateAuthority authority, OneAccount accounts, StampEntry entry, string fingerprint)
    {
        _accounts = accounts;
        _app = app;
        _server = server;
        _authority = authority;
        Entry = entry;
        Fingerprint = fingerprint;
    }

    public StampEntry Entry { get; }

    /// <summary>SHA-256 of the server's certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>Tries to sign in, right or wrong.</summary>
    public int SignIns => _accounts.Calls;

    /// <summary>The client certificates that are let in, by SHA-256.</summary>
    public List<string> Certificates => _accounts.Certificates;

    public static async Task<FakeEndpoint> StartAsync(DataFolder folder, RemoteError? error = null)
    {
        var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        var certificate = authority.IssueServerCertificate();
        var host = new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = certificate };
        var app = host.CreateBuilder(out var listeners, new RoleListener("privileged-endpoint", 0) { AsksForClientCertificate = true }).Build();
        var accounts = new OneAccount();
        var server = new RemotingServer(new RemotingServerOptions
        {
            Endpoints = [new ConstrainedEndpoint("PrivilegedEndpoint", [new ConstrainedCommand("Get-AzureStackStampInformation", (call, _) => TellAsync(call, error))])],
            Authenticator = accounts,
            FailedSignInDelay = TimeSpan.Zero,
        });
        app.MapPowerShellRemoting("/wsman", server);
        await app.StartAsync();
        var entry = new StampEntry
        {
            Name = "AzS-ERCS01", PrivilegedEndpoint = new Uri(listeners.Url("privileged-endpoint"), "wsman"), CloudAdmin = @"AZURESTACK\CloudAdmin", TrustedAuthorities = [authority.ExportRootPem()],
        };
        return new FakeEndpoint(app, server, authority, accounts, entry, certificate.GetCertHashString(HashAlgorithmName.SHA256));
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
        private int _calls;

        public int Calls => _calls;

        public List<string> Certificates { get; } = [];

        public ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return ValueTask.FromResult(userName == @"AZURESTACK\CloudAdmin" && password.Reveal() == "right" ? new RemoteIdentity(userName, remote) : null);
        }

        public ValueTask<RemoteIdentity?> AuthenticateAsync(X509Certificate2 certificate, IPAddress? remote, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return ValueTask.FromResult(
                Certificates.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256)) ? new RemoteIdentity(@"AZURESTACK\CloudAdmin", remote) : null);
        }
    }
}
