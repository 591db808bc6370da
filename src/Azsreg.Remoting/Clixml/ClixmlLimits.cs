namespace Azsreg.Remoting.Clixml;

/// <summary>What a reader accepts from its peer.</summary>
/// <param name="MaxDepth">Deepest nesting of objects.</param>
/// <param name="MaxElements">Most values in one document.</param>
internal sealed record ClixmlLimits(int MaxDepth = 64, int MaxElements = 500_000)
{
    public static ClixmlLimits Default { get; } = new();
}
