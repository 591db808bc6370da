namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>A scenario wants an empty folder.</summary>
    public static readonly ErrorEntry ScenarioFolderInUse = new(
        "AZR1030", FailureKind.Conflict,
        "the data folder already holds something else",
        "A scenario is made in an empty folder only, so that nothing of yours is mixed with it.",
        "Give another folder with --data, or start this one over with --reset.");
}
