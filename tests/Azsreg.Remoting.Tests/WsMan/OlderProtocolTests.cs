using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>Protocol 2.3, which real stamps speak, over WS-Management.</summary>
public sealed class OlderProtocolTests : IAsyncLifetime
{
    private PepHost host = null!;

    public async ValueTask InitializeAsync() => host = await PepHost.StartAsync();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task InvokeAsync_SecretParameter_ExchangesTheKeyFirst()
    {
        await using var session = await OpenAsync(TimeSpan.FromSeconds(20));

        var result = await session.InvokeAsync(new RemoteCommand("Show-Secret").With("Secret", new SecureText("hush")));

        session.ProtocolVersion.ShouldBe(new Version(2, 3));
        result.Output.ShouldBe([4, null, new SecureText("from the server")]);
    }

    [Fact]
    public async Task InvokeAsync_ServerAsksForTheKey_AnswersOnTheShellsStream()
    {
        await using var session = await OpenAsync(TimeSpan.FromMilliseconds(200));

        var result = await session.InvokeAsync(new RemoteCommand("Show-Secret"));

        result.Output.ShouldBe([null, null, new SecureText("from the server")]);
    }

    private Task<RemoteSession> OpenAsync(TimeSpan operationTimeout)
    {
        var connection = host.Connection with { OperationTimeout = operationTimeout };
        var transport = new WsManClientTransport(connection, PlainChannel.Basic(connection, new HttpMessageInvoker(host.Handler, disposeHandler: false)));
        var pool = new ClientPool(TimeProvider.System, 32_768, 1 << 24, new Version(2, 3));
        return RemotingClient.OpenAsync(transport, pool, "test", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeProvider.System, default);
    }
}
