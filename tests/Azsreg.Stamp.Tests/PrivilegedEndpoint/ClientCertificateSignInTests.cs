using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

/// <summary>Signing in at the privileged endpoint with a client certificate, over real TLS.</summary>
public sealed class ClientCertificateSignInTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new(TimeProvider.System.GetUtcNow());
    private TestStamp _stamp = null!;

    public async ValueTask InitializeAsync() => _stamp = await TestStamp.StartAsync(options => options with
    {
        ClientCertificates = ClientCertificateMap.Read(
            Encoding.UTF8.GetBytes("""[{"user": "AZURESTACK\\CloudAdmin", "subject": "CN=Operator 1"}, {"user": "AZURESTACK\\Guest", "subject": "CN=Operator 2"}]"""), [_authority.Root]),
    });

    public async ValueTask DisposeAsync()
    {
        await _stamp.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Open_MappedCertificate_IsTheCloudAdministratorAndAudited()
    {
        using var certificate = _authority.Issue("CN=Operator 1");
        using var handler = Handler(certificate);
        await using var session = await OpenAsync(handler);

        (await session.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"))).Output.Count.ShouldBe(1);
        (await _stamp.AuditAsync()).ShouldContain((
            @"AZURESTACK\CloudAdmin", "PrivilegedEndpoint/signIn", "Succeeded",
            $"certificate {certificate.GetCertHashString(HashAlgorithmName.SHA256)}, CN=Operator 1"));
    }

    [Theory]
    [InlineData("CN=Operator 2", @"mapped to AZURESTACK\Guest, who may not open the privileged endpoint")]
    [InlineData("CN=Operator 3", "not mapped")]
    public async Task Open_CertificateOfNobody_IsRefusedAndTheAuditSaysWhy(string subject, string reason)
    {
        using var certificate = _authority.Issue(subject);
        using var handler = Handler(certificate);

        await Should.ThrowAsync<RemotingSignInException>(() => OpenAsync(handler));

        (await _stamp.AuditAsync()).ShouldContain((
            subject, "PrivilegedEndpoint/signIn", "Refused", $"certificate {certificate.GetCertHashString(HashAlgorithmName.SHA256)}, {subject}: {reason}"));
    }

    [Fact]
    public async Task Open_Password_IsLetInAsBefore()
    {
        await using var session = await _stamp.OpenSessionAsync();

        session.Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Open_StampWithoutMapping_AsksForNoCertificate()
    {
        await _stamp.StartAgainAsync(options => options with { ClientCertificates = null });
        using var certificate = _authority.Issue("CN=Operator 1");
        using var handler = Handler(certificate);

        await Should.ThrowAsync<RemotingSignInException>(() => OpenAsync(handler));
        (await _stamp.AuditAsync()).ShouldNotContain(row => row.Item3 == "Refused");
    }

    private Task<RemoteSession> OpenAsync(SocketsHttpHandler handler) => RemotingClient.OpenAsync(
        new RemotingConnection
        {
            Uri = _stamp.PrivilegedEndpointUrl,
            ConfigurationName = "PrivilegedEndpoint",
            UserName = "operator",
            Authentication = RemotingAuthentication.Certificate,
        },
        handler);

    private static SocketsHttpHandler Handler(X509Certificate2 certificate)
    {
        var handler = TrustedHttp.CreateHandler([TestKeys.Root]);
        handler.SslOptions.ClientCertificates = [certificate];
        return handler;
    }
}
