namespace Azsreg.Cli.Roles;

/// <summary>A situation to learn on, made by what an operator and others do over the wires.</summary>
/// <param name="Name">What it is chosen by.</param>
/// <param name="Summary">What is the matter, in a line.</param>
/// <param name="BuildAsync">Does what leads there, after the roles were started and the operator signed in.</param>
internal sealed record Scenario(string Name, string Summary, Func<ScenarioStage, CancellationToken, Task> BuildAsync)
{
    /// <summary>The first stamp's version, where it is not the usual one.</summary>
    public string? StampVersion { get; init; }

    /// <summary>How long ago it happened: the roles are started with a clock that is so much behind, and afterwards with the right one.</summary>
    public TimeSpan Ago { get; init; }

    /// <summary>True where the stamp's bridge has to notice something that it looks for every quarter of an hour only.</summary>
    public bool WaitsForTheBridge { get; init; }
}
