namespace Azsreg.Stamp.Activity;

/// <summary>Which activity to list.</summary>
/// <param name="Kind">Of which sort.</param>
/// <param name="Text">What who, what, target or detail must contain, in any letter case; null for anything.</param>
/// <param name="UnsuccessfulOnly">True for refusals and failures only.</param>
internal sealed record ActivityQuestion(ActivityKind Kind, string? Text, bool UnsuccessfulOnly);
