using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Reap_SessionNobodyUses_IsClosed()
    {
        var clock = new ManualClock();
        await using var host = await PepHost.StartAsync(options => options with { Clock = clock });
        await using var session = await host.OpenAsync(connection => connection with { IdleTimeout = TimeSpan.FromMinutes(10) });

        clock.Advance(TimeSpan.FromMinutes(9));
        host.Server.SessionCount.ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(2));

        host.Server.SessionCount.ShouldBe(0);
        var fault = await Should.ThrowAsync<WsManFaultException>(() => session.InvokeAsync(new RemoteCommand("Add-Count")));
        fault.Subcode.ShouldBe("InvalidSelectors");
    }

    [Fact]
    public async Task Reap_SessionThatWaitsForOutput_IsKept()
    {
        var clock = new ManualClock();
        await using var host = await PepHost.StartAsync(options => options with { Clock = clock, MaxOperationTimeout = TimeSpan.FromHours(1) });
        await using var session = await host.OpenAsync(connection => connection with
        {
            IdleTimeout = TimeSpan.FromMinutes(1), OperationTimeout = TimeSpan.FromMinutes(9),
        });
        using var cancel = new CancellationTokenSource();
        var waiting = new TaskCompletionSource();
        var running = session.InvokeAsync(new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => waiting.SetResult() }, cancel.Token);
        await waiting.Task;
        await host.ReceiveIsWaitingAsync();

        clock.Advance(TimeSpan.FromMinutes(5));

        host.Server.SessionCount.ShouldBe(1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task StopAsync_CommandUnderWay_CancelsItAndRefusesNewSessions()
    {
        await using var host = await PepHost.StartAsync();
        await using var session = await host.OpenAsync();
        var waiting = new TaskCompletionSource();
        var running = session.InvokeAsync(new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => waiting.SetResult() });
        await waiting.Task;

        await host.Server.StopAsync();

        await Should.ThrowAsync<RemotingException>(() => running.WaitAsync(TimeSpan.FromMinutes(1)));
        await Should.ThrowAsync<WsManFaultException>(() => host.OpenAsync());
        host.Server.SessionCount.ShouldBe(0);
    }

    [Fact]
    public async Task WriteObject_ClientDoesNotFetch_EndsTheCommand()
    {
        await using var host = await PepHost.StartAsync(options => options with { MaxWaitingOutput = 100_000 });
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("Write-Much").With("Count", 1).With("Size", 200_000));

        result.HadTerminatingError.ShouldBeTrue();
        result.Errors[^1].FullyQualifiedErrorId.ShouldBe("OutputNotFetched,Write-Much");
    }

    [Fact]
    public async Task InvokeAsync_SessionOfAnotherUser_IsDenied()
    {
        await using var host = await PepHost.StartAsync();
        await using var session = await host.OpenAsync();

        var answer = await host.PostRawAsync("other", $"""
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete</a:Action><w:SelectorSet><w:Selector Name="ShellId">{session.Id.ToString().ToUpperInvariant()}</w:Selector></w:SelectorSet></s:Header><s:Body/></s:Envelope>
            """);

        answer.ShouldContain("<s:Value>w:AccessDenied</s:Value>");
        answer.ShouldContain("Code=\"5\"");
        host.Server.SessionCount.ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_ManySessionsAtOnce_EachGetsItsOwn()
    {
        await using var host = await PepHost.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            await using var session = await host.OpenAsync();
            var values = new List<object?>();
            for (var i = 0; i < 3; i++)
                values.Add(((RemoteObject)(await session.InvokeAsync(new RemoteCommand("New-Thing").With("A", (number * 10) + i))).Output[0]!)["A"]);
            return values;
        }));

        results.SelectMany(values => values).ShouldBe(Enumerable.Range(0, 40).SelectMany(n => new object?[] { n * 10, (n * 10) + 1, (n * 10) + 2 }));
        host.Server.SessionCount.ShouldBe(0);
    }
}
