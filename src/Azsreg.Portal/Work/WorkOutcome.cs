namespace Azsreg.Portal.Work;

/// <summary>What a run came to.</summary>
/// <param name="Text">One sentence.</param>
public sealed record WorkOutcome(string Text)
{
    /// <summary>What it found and made.</summary>
    public IReadOnlyList<WorkFact> Facts { get; init; } = [];

    /// <summary>What a person should know beside it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Commands to be typed elsewhere next, in order.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Where to go on.</summary>
    public IReadOnlyList<WorkLink> Links { get; init; } = [];
}
