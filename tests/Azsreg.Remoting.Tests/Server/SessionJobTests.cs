using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Server;

public sealed class SessionJobTests : IAsyncLifetime
{
    private static readonly ConstrainedEndpoint Endpoint = TestCommands.Endpoint with
    {
        OffersJobs = true,
        Commands =
        [
            .. TestCommands.Endpoint.Commands,
            new("Get-Token", (run, _) =>
            {
                run.WriteObject("a token nobody may see");
                return Task.CompletedTask;
            })
            {
                HasSecretOutput = true,
            },
        ],
    };

    private PepHost host = null!;
    private RemoteSession session = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PepHost.StartAsync(options => options with { Endpoints = [Endpoint] });
        session = await host.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Invoke_AsJob_WritesTheJobInsteadOfTheOutput()
    {
        var job = await StartAsync(new RemoteCommand("New-Thing").With("A", 1));

        job.Is("System.Management.Automation.Job").ShouldBeTrue();
        (job["Id"], job["Name"], job["Command"]).ShouldBe((1, "Job1", "New-Thing -A 1 -AsJob"));
    }

    [Fact]
    public async Task ReceiveJob_EndedJob_WritesEveryStreamOnce()
    {
        await StartAsync(new RemoteCommand("Write-Streams").With("Verbose", true));
        await session.InvokeAsync(new RemoteCommand("Wait-Job").With("Id", 1));

        var kept = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1).With("Keep", true));
        var first = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1));
        var second = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1));

        foreach (var result in (RemoteResult[])[kept, first])
        {
            result.Output.ShouldBe(["first", "last"]);
            result.Warnings.ShouldBe(["a warning"]);
            result.Verbose.ShouldBe(["a detail"]);
            result.Information.ShouldHaveSingleItem().Message.ShouldBe("a note");
            result.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("NotSoGood,Write-Streams");
        }
        second.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReceiveJob_WaitAndAutoRemove_LeavesNoJob()
    {
        await StartAsync(new RemoteCommand("Add-Count"));

        var result = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1).With("Wait", true).With("AutoRemoveJob", true));

        result.Output.ShouldBe([1]);
        (await session.InvokeAsync(new RemoteCommand("Get-Job"))).Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invoke_JobThatFails_IsFailedAndTellsItsError()
    {
        await StartAsync(new RemoteCommand("Stop-Badly"));

        var ended = (await session.InvokeAsync(new RemoteCommand("Wait-Job").With("Id", 1))).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        var received = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1));

        ended["State"].ShouldBe("Failed");
        received.HadTerminatingError.ShouldBeFalse();
        received.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("ItIsOver,Stop-Badly");
    }

    [Fact]
    public async Task StopJob_RunningJob_EndsItAsStopped()
    {
        await StartAsync(new RemoteCommand("Wait-Forever"));

        var removed = await session.InvokeAsync(new RemoteCommand("Remove-Job").With("Id", 1));
        var stopped = await session.InvokeAsync(new RemoteCommand("Stop-Job").With("Id", 1).With("PassThru", true));

        removed.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldStartWith("JobObjectNotFinishedCannotBeRemoved");
        stopped.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>()["State"].ShouldBe("Stopped");
    }

    [Fact]
    public async Task GetJob_PipedIntoRemoveJob_RemovesThoseGiven()
    {
        await StartAsync(new RemoteCommand("Wait-Forever"));
        await StartAsync(new RemoteCommand("Wait-Forever"));

        await session.InvokeAsync([new RemoteCommand("Get-Job").With("Id", 1), new RemoteCommand("Remove-Job").With("Force", true)], null, null);

        (await session.InvokeAsync(new RemoteCommand("Get-Job"))).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>()["Id"].ShouldBe(2);
    }

    [Fact]
    public async Task ReceiveJob_UnknownId_IsAnErrorThatNamesIt()
    {
        var error = (await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 7))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("JobWithSpecifiedSessionNotFound,Receive-Job");
        error.TargetName.ShouldBe("7");
    }

    [Fact]
    public async Task WaitJob_TimeoutPasses_WritesNothing() =>
        (await WaitBrieflyAsync()).Output.ShouldBeEmpty();

    [Fact]
    public async Task Invoke_MoreJobsThanASessionMayHave_IsRefused()
    {
        for (var i = 0; i < 32; i++) await StartAsync(new RemoteCommand("Add-Count"));

        var result = await session.InvokeAsync(new RemoteCommand("Add-Count").With("AsJob", true));

        result.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldStartWith("TooManyJobs");
    }

    [Fact]
    public async Task Invoke_JobThatWritesTooMuch_IsEnded()
    {
        await StartAsync(new RemoteCommand("Write-Much").With("Count", 10_001));
        await session.InvokeAsync(new RemoteCommand("Wait-Job").With("Id", 1));

        var received = await session.InvokeAsync(new RemoteCommand("Receive-Job").With("Id", 1));

        received.Output.Count.ShouldBe(10_000);
        received.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("JobOutputFull,Write-Much");
    }

    [Fact]
    public async Task Dispose_SessionWithARunningJob_StopsIt()
    {
        var ended = new TaskCompletionSource();
        await using var other = await PepHost.StartAsync(options => options with
        {
            Endpoints =
            [
                new ConstrainedEndpoint("PrivilegedEndpoint",
                [
                    new("Wait-Here", async (_, cancellationToken) =>
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                        ended.SetResult();
                    }),
                ])
                {
                    OffersJobs = true,
                },
            ],
        });
        await using (var opened = await other.OpenAsync()) await opened.InvokeAsync(new RemoteCommand("Wait-Here").With("AsJob", true));

        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ReceiveJob_SecretOutput_IsNotTranscribed()
    {
        await StartAsync(new RemoteCommand("Get-Token"));
        await session.InvokeAsync(new RemoteCommand("Wait-Job").With("Id", 1));

        var result = await session.InvokeAsync([new RemoteCommand("Receive-Job").With("Id", 1), new RemoteCommand("Select-Object").With("First", 1)], null, null);

        result.Output.ShouldBe(["a token nobody may see"]);
        host.Transcript.Entries.ShouldNotContain(entry => entry.Text.Contains("nobody may see", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invoke_SecretOutputPipedOn_IsNotTranscribed()
    {
        var result = await session.InvokeAsync([new RemoteCommand("Get-Token"), new RemoteCommand("Select-Object").With("First", 1)], null, null);

        result.Output.ShouldBe(["a token nobody may see"]);
        host.Transcript.Entries.ShouldNotContain(entry => entry.Text.Contains("nobody may see", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invoke_AsJobWhereNoneAreOffered_IsParameterNotFound()
    {
        await using var plain = await PepHost.StartAsync();
        await using var opened = await plain.OpenAsync();

        var result = await opened.InvokeAsync(new RemoteCommand("Add-Count").With("AsJob", true));

        result.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("NamedParameterNotFound,Add-Count");
    }

    private async Task<RemoteResult> WaitBrieflyAsync()
    {
        await StartAsync(new RemoteCommand("Wait-Forever"));
        return await session.InvokeAsync(new RemoteCommand("Wait-Job").With("Id", 1).With("Timeout", 0));
    }

    private async Task<RemoteObject> StartAsync(RemoteCommand command) =>
        (await session.InvokeAsync(command.With("AsJob", true))).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
}
