namespace Azsreg.Operator.Check;

/// <summary>A check cannot be tried; the message says why, as a phrase.</summary>
internal sealed class CheckSkippedException(string why, string? fix = null) : Exception(why)
{
    public string? Fix { get; } = fix;
}
