using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Tests;

/// <summary>A privileged endpoint with commands no stamp has, entered as stamp <c>Lab</c> in a data folder.</summary>
internal sealed class PepHost : IAsyncDisposable, IRemotingAuthenticator
{
    public const string Password = "a sample password";

    private readonly WebApplication _application;
    private readonly RemotingServer _server;
    private readonly X509Certificate2 _certificate = SelfSigned();

    private PepHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _application = builder.Build();
        _server = new RemotingServer(new RemotingServerOptions { Endpoints = [new ConstrainedEndpoint("PrivilegedEndpoint", Commands())], Authenticator = this });
        _application.MapPowerShellRemoting("/wsman", _server);
    }

    /// <summary>Ends when the command that never ends by itself was stopped.</summary>
    public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the last secret was.</summary>
    public string? Told { get; private set; }

    public static async Task<PepHost> StartAsync(string folder)
    {
        var host = new PepHost();
        await host._application.StartAsync();
        var url = host._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var run = await CliRun.RunAsync(
            "stamp", "add", "Lab", "--privileged-endpoint", url + "/wsman", "--cloud-admin", @"LAB\CloudAdmin",
            "--fingerprint", host._certificate.GetCertHashString(HashAlgorithmName.SHA256), "--data", folder);
        run.ExitCode.ShouldBe(0, run.Error);
        return host;
    }

    public ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken) =>
        new(password.Reveal() == Password ? new RemoteIdentity(userName, remote) : null);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _application.DisposeAsync();
        _certificate.Dispose();
    }

    private IReadOnlyList<ConstrainedCommand> Commands() =>
    [
        new("Wait-Forever", async (run, cancellationToken) =>
        {
            run.WriteWarning("it has begun");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Stopped.TrySetResult();
            cancellationToken.ThrowIfCancellationRequested();
        }),
        new("Write-Streams", (run, _) =>
        {
            run.WriteObject(new RemoteObject("Thing") { ["A"] = 1, ["B"] = "x" });
            run.WriteWarning("a warning");
            run.WriteVerbose("a detail");
            run.WriteInformation("a note", "PSHOST");
            return Task.CompletedTask;
        }),
        new("Set-Secret", (run, _) =>
        {
            Told = run.Get<string>("Text") + "/" + run.Get<SecureText>("Secure")?.Reveal() + "/" + run.Get<RemoteCredential>("Credential")?.Password.Reveal();
            run.WriteObject(string.Join(' ', run.Get<string[]>("List") ?? []));
            return Task.CompletedTask;
        })
        {
            Parameters =
            [
                new("Text", typeof(string)) { IsSecret = true }, new("Secure", typeof(SecureText)), new("Credential", typeof(RemoteCredential)),
                new("List", typeof(string[])), ConstrainedParameter.Switch("Force"),
            ],
        },
    ];

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
