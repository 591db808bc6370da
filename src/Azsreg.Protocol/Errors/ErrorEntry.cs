namespace Azsreg.Protocol;

/// <summary>One kind of failure, as the catalogue and its page under <c>docs/errors/</c> tell it.</summary>
/// <param name="Code"><c>AZR</c> and four digits; stable, never used again for something else.</param>
/// <param name="Kind">The sort of failure, which is the exit code.</param>
/// <param name="What">What happened: a few words, lower case, no full stop.</param>
/// <param name="Why">Why it happens: one or two sentences.</param>
/// <param name="Fix">What to do: one or two sentences or commands.</param>
/// <param name="Retryable">True where the same call can succeed later with nothing changed by the caller.</param>
public sealed record ErrorEntry(string Code, FailureKind Kind, string What, string Why, string Fix, bool Retryable = false);
