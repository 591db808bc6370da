using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Operator.Tests.Stamps;

public sealed class PrivilegedEndpointConnectorTests : IAsyncLifetime
{
    private static readonly CloudAdminCredential Right = new(@"AZURESTACK\CloudAdmin", new Secret("right"));
    private readonly OperatorFolder _folder = new();
    private FakeEndpoint _endpoint = null!;
    private OperatorContext _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await FakeEndpoint.StartAsync(_folder.Data);
        _operator = _folder.Open();
        await _operator.Stamps.EnterAsync(_endpoint.Entry);
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _endpoint.DisposeAsync();
        _folder.Dispose();
    }

    private static StampEntry Down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new StampEntry { Name = "Down", PrivilegedEndpoint = new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/wsman") };
    }

    private Task<PrivilegedEndpointSession> OpenAsync(CloudAdminCredential credential, params string[] names) =>
        _operator.PrivilegedEndpoints.OpenAsync(_operator.PrivilegedEndpoints.Resolve(names), credential, default);

    [Fact]
    public async Task Read_Stamp_TellsItsFactsInOrder()
    {
        await using var session = await OpenAsync(Right);

        var facts = await StampFacts.ReadAsync(session, default);

        facts.Keys.ShouldBe(["CloudID", "StampVersion", "NumberOfNodes", "EmergencyConsoleIPAddresses", "AdminExternalEndpoints"]);
        facts["NumberOfNodes"].ShouldBe(4);
        facts["EmergencyConsoleIPAddresses"].ShouldBe(new List<object?> { "10.0.0.224", "10.0.0.225" });
        ((OrderedDictionary<string, object?>)facts["AdminExternalEndpoints"]!)["AdminPortal"].ShouldBe("https://adminportal.local.azurestack.external/");
    }

    [Fact]
    public async Task Open_FirstIsDown_TakesTheNextAndSaysWhich()
    {
        await _operator.Stamps.EnterAsync(Down());

        await using var session = await OpenAsync(Right, "Down", "AzS-ERCS01");

        session.Address.Url.ShouldBe(_endpoint.Entry.PrivilegedEndpoint);
        session.Address.Name.ShouldBe("AzS-ERCS01");
    }

    [Fact]
    public async Task Open_AllAreDown_NamesEveryAddress()
    {
        var down = Down();
        await _operator.Stamps.EnterAsync(down);
        await _operator.Stamps.EnterAsync(down with { Name = "Down2", PrivilegedEndpoint = new Uri(down.PrivilegedEndpoint, "/other") });

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right, "Down", "Down2"));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointUnreachable);
        failure.Detail.ShouldContain(down.PrivilegedEndpoint.AbsoluteUri);
        failure.Detail.ShouldContain("/other");
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefusedWithoutTryingTheNext()
    {
        await _operator.Stamps.EnterAsync(Down());

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right with { Password = new Secret("wr0ng-secret") }, "AzS-ERCS01", "Down"));

        failure.Entry.ShouldBe(ErrorCatalogue.CloudAdminRefused);
        failure.ToString().ShouldNotContain("wr0ng-secret");
    }

    [Fact]
    public async Task Open_AzureAccount_SaysWhoIsWanted()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(new("owner@contoso.onmicrosoft.com", new Secret("right"))));

        failure.Entry.ShouldBe(ErrorCatalogue.AzureAccountAsCloudAdmin);
        failure.Detail.ShouldContain("looks like an account of Azure");
    }

    [Fact]
    public async Task Open_UntrustedCertificate_IsNotEntered()
    {
        await _operator.Stamps.EnterAsync(_endpoint.Entry with { TrustedAuthorities = [] });

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointNotTrusted);
    }

    [Fact]
    public async Task Open_Fingerprint_TrustsThatCertificateOnly()
    {
        await _operator.Stamps.EnterAsync(_endpoint.Entry with { TrustedAuthorities = [], Fingerprint = _endpoint.Fingerprint });
        await using (await OpenAsync(Right))
        {
        }

        await _operator.Stamps.EnterAsync(_endpoint.Entry with { Fingerprint = new string('0', 64) });
        (await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right))).Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointNotTrusted);
    }

    [Fact]
    public async Task Open_BareNameNobodyAnswers_NamesTheHttpAddress()
    {
        var port = Down().PrivilegedEndpoint.Port;

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right, $"localhost:{port}"));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointUnreachable);
        failure.Detail.ShouldContain($"http://localhost:{port}/wsman");
    }

    [Fact]
    public async Task Open_BareNameThatAsksForBasic_NeverSendsThePassword()
    {
        // Somebody in between who answers for the stamp and would like the password in the clear.
        var seen = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var stranger = builder.Build();
        stranger.Run(context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"WSMAN\"";
            return Task.CompletedTask;
        });
        await stranger.StartAsync();

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(Right, $"localhost:{new Uri(stranger.Urls.Single()).Port}"));

        failure.Entry.Code.ShouldStartWith("AZR4");
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(header => !header.StartsWith("Basic", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Read_CommandFails_TellsTheStampsWords()
    {
        using var other = new OperatorFolder();
        await using var broken = await FakeEndpoint.StartAsync(other.Data, new RemoteError("The Cloud role is down.", "CloudRoleDown"));
        await _operator.Stamps.EnterAsync(broken.Entry);
        await using var session = await OpenAsync(Right);

        var failure = await Should.ThrowAsync<CataloguedException>(() => StampFacts.ReadAsync(session, default));

        failure.Entry.ShouldBe(ErrorCatalogue.StampCommandFailed);
        failure.Detail.ShouldContain("The Cloud role is down.");
    }
}
