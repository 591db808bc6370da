namespace Azsreg.Protocol;

/// <summary>A billing rule that a request breaks.</summary>
/// <param name="Code">Pascal-case and stable, such as <c>MissingMsAssetTag</c>.</param>
/// <param name="Field">The field of the registration token it is about, or <c>subscription</c> or <c>stampVersion</c>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record BillingProblem(string Code, string Field, string Message);
