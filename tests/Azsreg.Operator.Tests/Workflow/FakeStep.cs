using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Tests.Workflow;

/// <summary>The world of these tests: a set of names that exist.</summary>
internal sealed class FakeWorld
{
    public HashSet<string> Things { get; } = [];

    public List<string> Calls { get; } = [];
}

/// <summary>A step that makes one thing exist. Its hooks run in the middle of the act.</summary>
internal sealed class FakeStep(string name) : WorkflowStep<FakeWorld>
{
    public override string Name => name;

    public override string Title => $"the {name}";

    public override IReadOnlyList<string> Needs => NeedsNames;

    public IReadOnlyList<string> NeedsNames { get; init; } = [];

    public Func<Task>? BeforeCheck { get; init; }

    public Func<StepScope, Task>? BeforeEffect { get; init; }

    public Func<StepScope, Task>? AfterEffect { get; init; }

    public Func<Task>? BeforeUndo { get; init; }

    public override async Task<StepCheck> CheckAsync(FakeWorld context, StepMemory memory, CancellationToken cancellation)
    {
        context.Calls.Add($"check {name}");
        if (BeforeCheck is not null) await BeforeCheck();
        return context.Things.Contains(name)
            ? StepCheck.InPlace(name, "there")
            : StepCheck.Needed(PlannedChange.Add(name, "new"));
    }

    public override async Task<string?> ActAsync(FakeWorld context, StepScope scope, CancellationToken cancellation)
    {
        context.Calls.Add($"act {name}");
        if (BeforeEffect is not null) await BeforeEffect(scope);
        cancellation.ThrowIfCancellationRequested();
        context.Things.Add(name);
        if (AfterEffect is not null) await AfterEffect(scope);
        return "made";
    }

    public override Task ProveAsync(FakeWorld context, CancellationToken cancellation)
    {
        context.Calls.Add($"prove {name}");
        return Task.CompletedTask;
    }

    public override async Task<string?> UndoAsync(FakeWorld context, StepMemory memory, CancellationToken cancellation)
    {
        context.Calls.Add($"undo {name}");
        if (BeforeUndo is not null) await BeforeUndo();
        return context.Things.Remove(name) ? name : null;
    }
}
