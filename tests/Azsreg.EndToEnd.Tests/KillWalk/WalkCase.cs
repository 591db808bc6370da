namespace Azsreg.EndToEnd.Tests;

/// <summary>A registration's life with a kill in each stage that has a point.</summary>
internal sealed record WalkCase(KillPoint? Register, KillPoint? Change, KillPoint? Remove)
{
    public override string ToString() =>
        string.Join(" | ", Enum.GetValues<Stage>().Where(stage => In(stage) is not null).Select(stage => $"{stage}: {In(stage)}"));

    public KillPoint? In(Stage stage) => stage switch
    {
        Stage.Register => Register,
        Stage.Change => Change,
        _ => Remove,
    };

    /// <summary>As many cases as the stage with the most points needs; so the removal that ends one case is itself a case.</summary>
    public static IReadOnlyList<WalkCase> Zip(Func<Stage, IEnumerable<KillPoint>> pointsOf)
    {
        var stages = Enum.GetValues<Stage>().Select(stage => pointsOf(stage).ToList()).ToList();
        return [.. Enumerable.Range(0, stages.Max(points => points.Count)).Select(index => new WalkCase(
            stages[0].ElementAtOrDefault(index), stages[1].ElementAtOrDefault(index), stages[2].ElementAtOrDefault(index)))];
    }
}
