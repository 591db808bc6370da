using System.Net;
using System.Net.Sockets;
using System.Text;
using Azsreg.Operator.Check;
using Azsreg.Operator.Tests.SignIn;

namespace Azsreg.Operator.Tests.Check;

/// <summary>The way to a host over real sockets, to its end and to each place it can break off.</summary>
public sealed class HostProbeTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TryAsync_TrustedHost_TellsEveryLeg()
    {
        var from = TimeProvider.System.GetTimestamp();
        await using var azure = await FakeAzure.StartAsync(_folder.Data);

        var finding = await new HostProbe(TimeProvider.System).TryAsync(new("Resource Manager", azure.Url, [azure.AuthorityPem]), Cancellation);

        finding.Failure.ShouldBeNull();
        finding.Connected!.Port.ShouldBe(azure.Url.Port);
        finding.Tls.ShouldBe("TLS 1.3");
        finding.Chain[0].ShouldBe("localhost");
        finding.Chain[^1].ShouldStartWith("azsreg local CA");
        // A server makes the text of its date once a second, on a busy machine later: it is no older than the server.
        finding.Drift!.Value.Duration().ShouldBeLessThan(TimeSpan.FromSeconds(2) + TimeProvider.System.GetElapsedTime(from));
        finding.Describe("Resource Manager").ShouldMatch(@"^Resource Manager, .+ in \d+ ms, TLS 1\.3, localhost ← azsreg local CA .+$");
    }

    [Fact]
    public async Task TryAsync_AuthorityNotTrusted_NamesTheChainItShowed()
    {
        await using var azure = await FakeAzure.StartAsync(_folder.Data);

        var finding = await new HostProbe(TimeProvider.System).TryAsync(new("Resource Manager", azure.Url, []), Cancellation);

        finding.Failure!.Entry.Code.ShouldBe("AZR3017");
        finding.Failure.Detail.ShouldContain("localhost");
        finding.Failure.Detail.ShouldContain("azsreg local CA");
    }

    [Fact]
    public async Task TryAsync_PinnedCertificateOfAnother_IsNotTrusted()
    {
        await using var azure = await FakeAzure.StartAsync(_folder.Data);

        var finding = await new HostProbe(TimeProvider.System).TryAsync(new("stamp", azure.Url, [azure.AuthorityPem], new string('A', 64)), Cancellation);

        finding.Failure!.Entry.Code.ShouldBe("AZR3017");
    }

    [Fact]
    public async Task TryAsync_NobodyListens_SaysRefusedWithTheAddress()
    {
        // Bound and not listening: it refuses, and nobody else gets the port meanwhile.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port;

        var finding = await new HostProbe(TimeProvider.System).TryAsync(new("stamp", new Uri($"https://127.0.0.1:{port}/"), []), Cancellation);

        finding.Failure!.Entry.Code.ShouldBe("AZR3016");
        finding.Failure.Detail.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task TryAsync_NameWithoutAddress_SaysSo()
    {
        var finding = await new HostProbe(TimeProvider.System).TryAsync(new("stamp", new Uri("http://no-such-stamp.invalid:5985/wsman"), []), Cancellation);

        finding.Failure!.Entry.Code.ShouldBe("AZR3015");
        finding.Failure.Detail.ShouldContain("no-such-stamp.invalid:5985");
    }

    [Fact]
    public async Task TryAsync_ClockOfThePeerAhead_TellsByHowMuch()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, DateTimeOffset.UnixEpoch.AddDays(20000).AddMinutes(7));
        var clock = new FixedClock(DateTimeOffset.UnixEpoch.AddDays(20000));

        var finding = await new HostProbe(clock).TryAsync(new("stamp", new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/wsman"), []), Cancellation);

        await answering;
        finding.Drift!.Value.ShouldBe(TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(2));
    }

    private static async Task AnswerAsync(TcpListener listener, DateTimeOffset date)
    {
        using var peer = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = peer.GetStream();
        await stream.ReadAtLeastAsync(new byte[1024], 1, cancellationToken: Cancellation);
        // What an HTTP listener of WinRM says to a stranger.
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 405 \r\nServer: Microsoft-HTTPAPI/2.0\r\nDate: {date:R}\r\nContent-Length: 0\r\n\r\n"), Cancellation);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
