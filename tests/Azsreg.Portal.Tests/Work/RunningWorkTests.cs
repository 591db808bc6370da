using Azsreg.Hosting;
using Azsreg.Operator.Workflow;
using Azsreg.Portal.Live;
using Azsreg.Portal.Work;
using Azsreg.Protocol;
using Azsreg.Stamp.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Portal.Tests.Work;

public sealed class RunningWorkTests : IAsyncLifetime
{
    private static readonly WorkOrder Order = new() { Kind = "registration-set", Title = "Register", Alone = "registration", PersonId = "p1", Person = "ada", Again = "/registration" };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azsreg-work-");
    private readonly LiveHub _live;
    private readonly SqlDatabase _database;
    private readonly RunningWork _work;

    public RunningWorkTests()
    {
        var options = new PortalOptions { StampName = "AzS", AdminUrl = new Uri("https://localhost/"), Changes = new StampChanges() };
        _live = new LiveHub(options, TimeProvider.System);
        _database = SqlDatabase.Sqlite(Path.Combine(_directory.FullName, "portal.db"));
        _work = NewWork();
    }

    public async ValueTask InitializeAsync() => await _work.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        // A run that goes on would write into the folder while it is deleted.
        await _work.StopAsync(CancellationToken.None);
        _work.Dispose();
        _live.Dispose();
        _database.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_WhileAnotherWorksOnTheSame_IsRefused()
    {
        var gate = new TaskCompletionSource();
        var first = await _work.StartAsync(Order, async (_, _) => { await gate.Task; return new WorkOutcome("done"); });

        var refused = await Should.ThrowAsync<CataloguedException>(() => _work.StartAsync(Order with { Person = "bob" }, (_, _) => Task.FromResult(new WorkOutcome("done"))));

        refused.Entry.ShouldBe(ErrorCatalogue.WorkUnderWay);
        refused.Detail.ShouldContain("started by ada");
        gate.SetResult();
        (await _work.WaitAsync(first.Id, TestContext.Current.CancellationToken)).State.ShouldBe(WorkState.Done);
        await _work.StartAsync(Order, (_, _) => Task.FromResult(new WorkOutcome("done")));
    }

    [Fact]
    public async Task Wait_ToldMuchUntilItsEnd_HasWrittenAllOfIt()
    {
        var item = await RunAsync((teller, _) =>
        {
            for (var count = 0; count < 200; count++)
                teller.Note($"note {count}");
            return Task.FromResult(new WorkOutcome("done"));
        });
        var kept = (await new WorkStore(_database).ReadAsync(TestContext.Current.CancellationToken)).Single(one => one.Id == item.Id);

        kept.State.ShouldBe(WorkState.Done);
        kept.Notes.Count.ShouldBe(200);
    }

    [Fact]
    public async Task Observe_LookThenAct_KeepsOneLineAStepInOrder()
    {
        var item = await RunAsync((teller, _) =>
        {
            teller.Observe(new WorkflowEvent(WorkflowEventKind.Passed, "account", "signed in", "owner"));
            teller.Observe(new WorkflowEvent(WorkflowEventKind.Planned, "group", "resource group"));
            teller.Observe(new WorkflowEvent(WorkflowEventKind.InPlace, "lock", "lock", "there"));
            teller.Observe(new WorkflowEvent(WorkflowEventKind.Done, "group", "resource group", "made", TimeSpan.FromMilliseconds(12)));
            return Task.FromResult(new WorkOutcome("done"));
        });

        item.Steps.ShouldBe(
        [
            new WorkStep("account", "signed in", WorkStepState.Done, "owner"),
            new WorkStep("group", "resource group", WorkStepState.Done, "made", 12),
            new WorkStep("lock", "lock", WorkStepState.InPlace, "there"),
        ]);
    }

    [Fact]
    public async Task Run_Refused_KeepsCodeCommandsAndTheStepItHappenedIn()
    {
        var item = await RunAsync((teller, _) =>
        {
            teller.Observe(new WorkflowEvent(WorkflowEventKind.Started, "name", "registration name"));
            throw new CataloguedException(ErrorCatalogue.RegistrationOfAnotherStamp, "It is bound.\nNothing was changed.", ["azsreg registration list"]);
        });

        item.State.ShouldBe(WorkState.Failed);
        item.Steps.Single().State.ShouldBe(WorkStepState.Failed);
        var told = item.Failure!.ToException();
        told.Entry.ShouldBe(ErrorCatalogue.RegistrationOfAnotherStamp);
        told.NextCommands.ShouldBe(["azsreg registration list"]);
    }

    [Fact]
    public async Task Run_SecretInAFailure_IsMasked()
    {
        var item = await RunAsync((_, _) => throw new CataloguedException(ErrorCatalogue.Unexpected, "password=hunter2-and-more"));

        item.Failure!.Detail.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Stop_Running_IsInterruptedAndSaysItContinues()
    {
        var item = await _work.StartAsync(Order, async (_, cancellation) => { await Task.Delay(Timeout.InfiniteTimeSpan, cancellation); return new WorkOutcome("never"); });

        _work.Stop(item.Id);

        var ended = await _work.WaitAsync(item.Id, TestContext.Current.CancellationToken);
        ended.State.ShouldBe(WorkState.Interrupted);
        ended.Failure!.ToException().Entry.ShouldBe(ErrorCatalogue.WorkInterrupted);
    }

    [Fact]
    public async Task Restart_WhatWasRunning_IsInterruptedAndLetsOthersStart()
    {
        var gate = new TaskCompletionSource();
        var item = await _work.StartAsync(Order, async (teller, _) =>
        {
            teller.Observe(new WorkflowEvent(WorkflowEventKind.Started, "group", "resource group"));
            await gate.Task;
            return new WorkOutcome("done");
        });

        // A kill: another process finds what this one wrote, and nobody told it the end.
        using var next = NewWork();
        await next.StartAsync(CancellationToken.None);

        next.Get(item.Id).State.ShouldBe(WorkState.Interrupted);
        next.Get(item.Id).Order.Again.ShouldBe("/registration");
        (await next.StartAsync(Order, (_, _) => Task.FromResult(new WorkOutcome("done")))).State.ShouldBe(WorkState.Running);
        await next.StopAsync(CancellationToken.None);
        gate.SetResult();
        await _work.WaitAsync(item.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Restart_WhatHasEnded_IsShownAsItWas()
    {
        var item = await RunAsync((_, _) => Task.FromResult(new WorkOutcome("done") { Facts = [new WorkFact("Name", "AzureStack")], Links = [new WorkLink("Region", "/region")] }));

        using var next = NewWork();
        await next.StartAsync(CancellationToken.None);

        next.Get(item.Id).Outcome!.Facts.ShouldBe([new WorkFact("Name", "AzureStack")]);
        next.List().Select(one => one.Id).ShouldBe([item.Id]);
    }

    [Fact]
    public void Get_UnknownRun_IsTold() =>
        Should.Throw<CataloguedException>(() => _work.Get(Guid.Empty)).Entry.ShouldBe(ErrorCatalogue.WorkUnknown);

    private async Task<WorkItem> RunAsync(Func<WorkTeller, CancellationToken, Task<WorkOutcome>> work) =>
        await _work.WaitAsync((await _work.StartAsync(Order, work)).Id, TestContext.Current.CancellationToken);

    private RunningWork NewWork() => new(new WorkStore(_database), _live, TimeProvider.System, NullLogger<RunningWork>.Instance);
}
