namespace Azsreg.Operator.Workflow;

/// <summary>What the journal remembers of one step of this run, earlier interrupted attempts included.</summary>
internal sealed record StepMemory(StepPhase Phase, IReadOnlyDictionary<string, string> Facts)
{
    public static StepMemory Nothing { get; } = new(StepPhase.Untouched, new Dictionary<string, string>());

    /// <summary>Whether this run has begun, or finished, to make the effect.</summary>
    public bool Touched => Phase is StepPhase.Acting or StepPhase.Acted;

    /// <summary>A fact a step noted in the journal, or null.</summary>
    public string? this[string fact] => Facts.GetValueOrDefault(fact);

    public StepMemory With(StepPhase phase, IReadOnlyDictionary<string, string>? facts)
    {
        if (facts is null || facts.Count == 0) return this with { Phase = phase };
        var merged = new Dictionary<string, string>(Facts);
        foreach (var (name, value) in facts) merged[name] = value;
        return new StepMemory(phase, merged);
    }
}
