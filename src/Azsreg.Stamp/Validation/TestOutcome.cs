namespace Azsreg.Stamp.Validation;

/// <summary>What a test of the stamp found.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Message">What was found, in a sentence.</param>
internal sealed record TestOutcome(TestVerdict Verdict, string Message)
{
    public static TestOutcome Pass(string message) => new(TestVerdict.PASS, message);

    public static TestOutcome Warn(string message) => new(TestVerdict.WARN, message);

    public static TestOutcome Fail(string message) => new(TestVerdict.FAIL, message);

    public static TestOutcome Skip(string message) => new(TestVerdict.SKIP, message);
}
