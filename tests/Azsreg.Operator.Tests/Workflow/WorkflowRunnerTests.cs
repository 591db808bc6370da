using Azsreg.Operator.Workflow;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Workflow;

public sealed class WorkflowRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-journal-").FullName;
    private readonly SkippingClock _clock = new();
    private readonly FakeWorld _world = new();
    private readonly List<WorkflowEvent> _events = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Definition_StepNeedsALaterStep_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new WorkflowDefinition<FakeWorld>(
            "w", new FakeStep("a") { NeedsNames = ["b"] }, new FakeStep("b"))).Message.ShouldStartWith("Step 'a' needs 'b'");
    }

    [Fact]
    public async Task RunAsync_NothingThere_ChecksEverythingBeforeTheFirstAct()
    {
        await RunAsync(new FakeStep("a"), new FakeStep("b"));

        _world.Calls.ShouldBe(["check a", "check b", "act a", "prove a", "act b", "prove b"]);
    }

    [Fact]
    public async Task RunAsync_SecondRun_ChangesNothingAndAsksNothing()
    {
        await RunAsync(new FakeStep("a"), new FakeStep("b"));
        _world.Calls.Clear();

        var asked = 0;
        var report = await RunAsync(
            (_, _) =>
            {
                asked++;
                return Task.FromResult(true);
            },
            new FakeStep("a"), new FakeStep("b"));

        asked.ShouldBe(0);
        report.Plan.ChangesAnything.ShouldBeFalse();
        _world.Calls.ShouldBe(["check a", "check b"]);
    }

    [Fact]
    public async Task RunAsync_NotConfirmed_TouchesNothingAndLeavesNoJournal()
    {
        var report = await RunAsync((_, _) => Task.FromResult(false), new FakeStep("a"));

        report.Applied.ShouldBeFalse();
        _world.Things.ShouldBeEmpty();
        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanAsync_HalfThere_NamesOldAndNewAndChangesNothing()
    {
        _world.Things.Add("a");

        var report = await Runner(new FakeStep("a"), new FakeStep("b")).PlanAsync(_world, _ => StepMemory.Nothing, default);

        report.Plan.Changes.ShouldBe([PlannedChange.Same("a", "there"), PlannedChange.Add("b", "new")]);
        _world.Things.ShouldBe(["a"]);
    }

    [Fact]
    public async Task RunAsync_CheckFails_TouchesNothingAndSaysSo()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("a"),
            new FakeStep("b") { BeforeCheck = () => throw new CataloguedException(ErrorCatalogue.BillingRulesBroken, "Two problems.") }));

        failure.Entry.Code.ShouldBe("AZR2101");
        failure.Detail.ShouldBe("Two problems.\nNothing was changed.");
        _world.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_DeterministicFailure_IsTriedOnceAndTakesBackWhatTheRunMade()
    {
        _world.Things.Add("old");
        var tries = 0;

        var failure = await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("old"),
            new FakeStep("a"),
            new FakeStep("b")
            {
                BeforeEffect = _ =>
                {
                    tries++;
                    throw new CataloguedException(ErrorCatalogue.RegistrationOfAnotherStamp, "Bound elsewhere.");
                },
            }));

        tries.ShouldBe(1);
        failure.Entry.Code.ShouldBe("AZR2104");
        failure.Detail.ShouldBe("Bound elsewhere.\nTaken back: a.");
        _world.Things.ShouldBe(["old"]);
        _world.Calls.ShouldNotContain("undo old");
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_UndoFails_TheFirstErrorIsStillTheOneTold()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("a") { BeforeUndo = () => throw new CataloguedException(ErrorCatalogue.RightMissing, "may not delete") },
            new FakeStep("b") { BeforeEffect = _ => throw new CataloguedException(ErrorCatalogue.RegistrationTokenRefused, "Refused.") }));

        failure.Entry.Code.ShouldBe("AZR2107");
        failure.Detail.ShouldBe("Refused.\nCould not be taken back: the a (may not delete). The same command goes on from here.");
        UnfinishedJournals().Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_TransientFailure_IsTriedAgainWithGrowingPauses()
    {
        var tries = 0;
        await RunAsync(new FakeStep("a")
        {
            BeforeEffect = _ => ++tries < 4 ? throw new TimeoutException() : Task.CompletedTask,
        });

        tries.ShouldBe(4);
        _clock.Waits.Count.ShouldBe(3);
        _clock.Waits[0].TotalMilliseconds.ShouldBeInRange(250, 500);
        _clock.Waits[1].TotalMilliseconds.ShouldBeInRange(500, 1000);
        _clock.Waits[2].TotalMilliseconds.ShouldBeInRange(1000, 2000);
        _events.Count(one => one.Kind == WorkflowEventKind.Retrying).ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_AnswerOfAnActIsLost_LooksBeforeActingAgain()
    {
        var acts = 0;
        await RunAsync(new FakeStep("a")
        {
            AfterEffect = _ =>
            {
                acts++;
                throw new TimeoutException();
            },
        });

        acts.ShouldBe(1);
        _world.Calls.ShouldBe(["check a", "act a", "check a", "prove a"]);
    }

    [Fact]
    public async Task RunAsync_TransientToTheEnd_KeepsWhatIsMadeForTheNextRun()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("a"), new FakeStep("b") { BeforeEffect = _ => throw new TimeoutException("gone") }));

        failure.Detail.ShouldEndWith("What was made so far stays; the same command goes on from here.");
        _world.Things.ShouldBe(["a"]);

        var report = await RunAsync(new FakeStep("a"), new FakeStep("b"));
        report.ResumedFrom.ShouldNotBeNull();
        _events.ShouldContain(one => one.Kind == WorkflowEventKind.Resumed);
        _world.Things.ShouldBe(["a", "b"], ignoreOrder: true);
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_Cancelled_UndoesNothingAndTheNextRunFinishes()
    {
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(
            Yes, stop.Token,
            new FakeStep("a"),
            new FakeStep("b") { BeforeEffect = _ => stop.CancelAsync() }));

        _world.Things.ShouldBe(["a"]);
        UnfinishedJournals().Count.ShouldBe(1);
        await RunAsync(new FakeStep("a"), new FakeStep("b"));
        _world.Things.ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task RunAsync_ResumedRunFails_TakesBackAlsoWhatTheEarlierAttemptMade()
    {
        await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("a"), new FakeStep("b") { BeforeEffect = _ => throw new TimeoutException() }));

        await Should.ThrowAsync<CataloguedException>(() => RunAsync(
            new FakeStep("a"),
            new FakeStep("b") { BeforeEffect = _ => throw new CataloguedException(ErrorCatalogue.LockedBySomeoneElse, "Locked.") }));

        _world.Things.ShouldBeEmpty();
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_NotedFact_IsThereInTheResumedRun()
    {
        await Should.ThrowAsync<CataloguedException>(() => RunAsync(new FakeStep("a")
        {
            BeforeEffect = scope =>
            {
                scope.Note("object", "1234");
                throw new TimeoutException();
            },
        }));

        string? remembered = null;
        await RunAsync(new FakeStep("a")
        {
            BeforeEffect = scope =>
            {
                remembered = scope.Memory["object"];
                return Task.CompletedTask;
            },
        });

        remembered.ShouldBe("1234");
    }

    [Fact]
    public void RunAsync_DiesAnywhere_TheNextRunFinishesAndMakesNothingTwice()
    {
        // Each number says where the process "dies": 0 before the effect, 1 after it, 2 not at all.
        Prop.ForAll(
            Gen.Choose(0, 2).ListOf(4).ToArbitrary(),
            (deaths) =>
            {
                var folder = Directory.CreateTempSubdirectory("azsreg-journal-").FullName;
                try
                {
                    var world = new FakeWorld();
                    var pending = deaths.ToArray();
                    for (var run = 0; run < 6; run++)
                    {
                        using var killed = new CancellationTokenSource();
                        var steps = Enumerable.Range(0, 4).Select(number => new FakeStep($"s{number}")
                        {
                            BeforeEffect = _ => Die(pending, number, 0, killed),
                            AfterEffect = _ => Die(pending, number, 1, killed),
                        }).ToArray<WorkflowStep<FakeWorld>>();
                        try
                        {
                            using var journal = WorkflowJournal.Open(folder, "w", "t", _clock);
                            RunnerOf(steps).RunAsync(world, journal, Yes, killed.Token).GetAwaiter().GetResult();
                        }
                        catch (OperationCanceledException)
                        {
                            continue;
                        }

                        break;
                    }

                    return world.Things.Count == 4
                        && Enumerable.Range(0, 4).All(number => world.Calls.Count(call => call == $"prove s{number}") <= 1)
                        && Directory.EnumerateFiles(folder, "w-*.jsonl").All(file => Path.GetFileName(file)[0] != 'w');
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            }).CheckSeeded();

        static Task Die(int[] pending, int step, int where, CancellationTokenSource killed)
        {
            if (pending[step] != where) return Task.CompletedTask;
            pending[step] = 2;
            killed.Cancel();
            throw new OperationCanceledException("killed");
        }
    }

    private static Task<bool> Yes(WorkflowPlan plan, CancellationToken cancellation) => Task.FromResult(true);

    private List<string> UnfinishedJournals() => [.. Directory.EnumerateFiles(_folder, "w-*.jsonl")];

    private Task<WorkflowReport> RunAsync(params WorkflowStep<FakeWorld>[] steps) => RunAsync(Yes, default, steps);

    private Task<WorkflowReport> RunAsync(
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, params WorkflowStep<FakeWorld>[] steps) => RunAsync(confirm, default, steps);

    private async Task<WorkflowReport> RunAsync(
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, CancellationToken cancellation, params WorkflowStep<FakeWorld>[] steps)
    {
        using var journal = WorkflowJournal.Open(_folder, "w", "t", _clock);
        return await Runner(steps).RunAsync(_world, journal, confirm, cancellation);
    }

    private WorkflowRunner<FakeWorld> Runner(params WorkflowStep<FakeWorld>[] steps) => RunnerOf(steps, _events.Add);

    private WorkflowRunner<FakeWorld> RunnerOf(WorkflowStep<FakeWorld>[] steps, Action<WorkflowEvent>? observe = null) => new(
        new WorkflowDefinition<FakeWorld>("w", steps),
        new StepRetry(failure => failure is TimeoutException, _clock, new Random(7)),
        _clock,
        observe ?? (_ => { }));
}
