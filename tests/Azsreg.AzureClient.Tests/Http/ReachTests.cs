using System.Net;
using System.Net.Sockets;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.Http;

public sealed class ReachTests
{
    private static AzureConnection Connection(HttpClient http) => new(http, TimeProvider.System)
    {
        Retry = new RetryPolicy { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2) },
    };

    [Fact]
    public async Task Discover_NobodyListens_SaysRefusedAndWhere()
    {
        // Bound and not listening: it refuses, and nobody else gets the port meanwhile.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port;
        using var http = new HttpClient(new SocketsHttpHandler());

        var error = await Should.ThrowAsync<CataloguedException>(() => AzureEnvironment.DiscoverAsync(Connection(http), new Uri($"https://127.0.0.1:{port}/")));

        error.Entry.ShouldBe(ErrorCatalogue.ConnectionRefused);
        error.Entry.Kind.ShouldBe(FailureKind.Unreachable);
        error.Detail.ShouldContain($"https://127.0.0.1:{port}");
    }

    [Fact]
    public async Task Discover_NameWithoutAddress_SaysSo()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var error = await Should.ThrowAsync<CataloguedException>(() => AzureEnvironment.DiscoverAsync(Connection(http), new Uri("https://management.nowhere.invalid/")));

        error.Entry.ShouldBe(ErrorCatalogue.HostNameUnknown);
        error.Detail.ShouldContain("management.nowhere.invalid");
    }

    [Fact]
    public async Task Discover_UntrustedCertificate_SaysSoAndIsNotRepeated()
    {
        await using var server = await TlsServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler());

        var error = await Should.ThrowAsync<CataloguedException>(() => AzureEnvironment.DiscoverAsync(Connection(http), new Uri(server.Url)));

        error.Entry.ShouldBe(ErrorCatalogue.ServerNotTrusted);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Discover_SilentServer_TimesOut()
    {
        // The listener's backlog takes the connection, and nobody ever speaks on it.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpClient(new SocketsHttpHandler());
        var connection = Connection(http) with { TryTimeout = TimeSpan.FromMilliseconds(50), Retry = RetryPolicy.None };

        var error = await Should.ThrowAsync<CataloguedException>(
            () => AzureEnvironment.DiscoverAsync(connection, new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")));

        error.Entry.ShouldBe(ErrorCatalogue.NoAnswerInTime);
    }

    [Fact]
    public async Task Failure_OfAnAddressWithQuery_ShowsOriginOnly()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var client = new ArmClient(Connection(http), new Uri("https://nowhere.invalid/"), new FixedTokens(), "a");

        var error = await Should.ThrowAsync<CataloguedException>(() => client.SendAsync(new ArmRequest(HttpMethod.Get, "/x?sig=hidden", null), default));

        error.ToString().ShouldNotContain("hidden");
    }
}
