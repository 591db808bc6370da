namespace Azsreg.Portal.Work;

/// <summary>A step of a run, as it is shown.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Title">What a person calls it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Detail">One short phrase, or null.</param>
/// <param name="Milliseconds">The time it has taken.</param>
public sealed record WorkStep(string Name, string Title, WorkStepState State, string? Detail = null, long Milliseconds = 0);
