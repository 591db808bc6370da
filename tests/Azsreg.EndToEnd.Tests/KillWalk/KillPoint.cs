namespace Azsreg.EndToEnd.Tests;

/// <summary>One kill: of whom, and when.</summary>
internal abstract record KillPoint(Victim Victim)
{
    /// <summary>When the journal has so many lines. Only the operator writes one.</summary>
    /// <param name="Line">How many.</param>
    /// <param name="IsLast">Nothing is left to do after it, so the program may end before the kill comes.</param>
    internal sealed record AtJournalLine(int Line, bool IsLast) : KillPoint(Victim.Operator)
    {
        public override string ToString() => $"the operator at journal line {Line}";
    }

    /// <summary>While a request is held.</summary>
    /// <param name="Victim">Who dies.</param>
    /// <param name="Request">The request's name.</param>
    /// <param name="Phase">Where it is held.</param>
    internal sealed record AtRequest(Victim Victim, string Request, HoldPhase Phase) : KillPoint(Victim)
    {
        public override string ToString() => $"{Victim} {(Phase == HoldPhase.BeforeForwarding ? "before" : "after")} {Request}";
    }
}
