namespace Azsreg.Stamp.Activity;

/// <summary>Who did, or tried, what.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Caller">Who.</param>
/// <param name="Channel">By which door.</param>
/// <param name="Action">What, in the notation of ARM's actions.</param>
/// <param name="Target">On what.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">What more is known.</param>
internal sealed record ActivityRecord(string Id, DateTimeOffset At, string Caller, string Channel, string Action, string Target, string Outcome, string Detail)
{
    /// <summary>The place in the list, newest first.</summary>
    public (DateTimeOffset At, string Id) Place => (At, Id);
}
