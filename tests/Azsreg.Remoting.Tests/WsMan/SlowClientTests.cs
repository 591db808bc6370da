using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>Clients that send or read too slowly, over real sockets.</summary>
public sealed class SlowClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Post_ManyClientsSendAByteASecond_AreCutOff()
    {
        await using var host = await PepHost.StartAsync();
        await using var session = await host.OpenAsync();

        var slow = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => DripAsync(host, isSignedIn: number % 2 == 0, CancellationToken.None)));

        // Those who sign in are waited for until they are too slow, the others are refused by their head.
        (await Task.WhenAll(slow)).Order().Distinct().ShouldBe([401, 408]);
        host.Server.SessionCount.ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_WhileManyClientsSendAByteASecond_IsHeldUpByNone()
    {
        // None is cut off here, however long the others' work takes.
        await using var host = await PepHost.StartAsync(limits: limits => limits.MinRequestBodyDataRate = null);
        await using var session = await host.OpenAsync();
        using var ended = new CancellationTokenSource();
        var slow = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => DripAsync(host, isSignedIn: true, ended.Token)));

        for (var invocation = 1; invocation <= 12; invocation++)
            (await session.InvokeAsync(new RemoteCommand("Add-Count"), TestContext.Current.CancellationToken).WaitAsync(Patience)).Output.ShouldBe([invocation]);

        slow.ShouldAllBe(client => !client.IsCompleted);
        await ended.CancelAsync();
        await Task.WhenAll(slow);
    }

    [Fact]
    public async Task InvokeAsync_ClientReadsNoMore_EndsTheCommandWithinItsBounds()
    {
        const int most = 2_000_000;
        await using var host = await PepHost.StartAsync(options => options with { MaxWaitingOutput = most });
        var line = new UnreliableLine();
        using var handler = line.Carry(host.OwnHandler());
        await using var session = await RemotingClient.OpenAsync(host.Connection, handler);
        // With the first object the client stops: what the command goes on writing waits for somebody who does not come for it.
        var running = session.InvokeAsync(
            new RemoteCommand("Write-Much").With("Count", 1_000).With("Size", 100_000), new RemoteStreams { Output = _ => line.Hold() });

        await host.Transcript.ContainsAsync("OutputNotFetched").WaitAsync(Patience);

        running.IsCompleted.ShouldBeFalse();
        line.Release();
        var result = await running.WaitAsync(Patience);
        result.HadTerminatingError.ShouldBeTrue();
        result.Errors[^1].FullyQualifiedErrorId.ShouldBe("OutputNotFetched,Write-Much");
        // What waited, and what the Receive before had taken along.
        result.Output.Sum(item => ((string)item!).Length).ShouldBeLessThan(2 * most);
        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    /// <summary>
    /// Sends the head of a request and then a byte of its body each second; ends with the status it is answered, 408 where it is just cut off, 0 where it
    /// was told to end.
    /// </summary>
    private static async Task<Task<int>> DripAsync(PepHost host, bool isSignedIn, CancellationToken ended)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", host.Uri.Port, ended);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false, (_, peer, _, _) => host.IsItsOwn(peer));
        await stream.AuthenticateAsClientAsync("localhost");
        var authorization = isSignedIn ? "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(PepHost.User + ":" + PepHost.Password)) + "\r\n" : "";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /wsman HTTP/1.1\r\nHost: localhost\r\n{authorization}Content-Type: application/soap+xml\r\nContent-Length: 400000\r\n\r\n<")), ended);
        return DripAsync();

        async Task<int> DripAsync()
        {
            await using (stream)
            {
                var buffer = new byte[4_096];
                var answer = stream.ReadAsync(buffer, CancellationToken.None).AsTask();
                using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
                using var late = new CancellationTokenSource(Patience);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ended);
                try
                {
                    while (!answer.IsCompleted)
                    {
                        var tick = second.WaitForNextTickAsync(either.Token).AsTask();
                        if (await Task.WhenAny(answer, tick) == answer) break;
                        await tick;
                        await stream.WriteAsync(" "u8.ToArray(), either.Token);
                    }
                    var length = await answer;
                    return length > 12 ? int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture) : 408;
                }
                catch (IOException)
                {
                    return 408;
                }
                catch (OperationCanceledException) when (ended.IsCancellationRequested)
                {
                    return 0;
                }
            }
        }
    }
}
