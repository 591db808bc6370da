namespace Azsreg.EndToEnd.Tests;

/// <summary>One kill: of whom, and when.</summary>
internal abstract record KillPoint(Victim Victim)
{
    /// <summary>When the journal has so many lines. Only the operator writes one.</summary>
    internal sealed record AtJournalLine(int Line) : KillPoint(Victim.Operator);

    /// <summary>While a request is held.</summary>
    /// <param name="Victim">Who dies.</param>
    /// <param name="Request">The request's name.</param>
    /// <param name="Phase">Where it is held.</param>
    internal sealed record AtRequest(Victim Victim, string Request, HoldPhase Phase) : KillPoint(Victim);
}
