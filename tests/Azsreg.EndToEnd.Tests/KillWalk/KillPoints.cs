namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Chooses the points of a walk from what an undisturbed run did. With <c>AZSREG_FULL=1</c> that is every request, held before it is forwarded
/// and before its answer is passed on, for each victim: some four hundred kills, half an hour. Without it the journal is walked line by line
/// all the same; of the requests, those that bear a step's effect are taken, each held at one of the two places in turn.
/// </summary>
internal static class KillPoints
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("AZSREG_FULL") == "1";

    public static IEnumerable<KillPoint> AtJournalLines(RunTrace trace) =>
        Enumerable.Range(1, trace.JournalLines).Select(line => new KillPoint.AtJournalLine(line, IsLast: line == trace.JournalLines));

    public static IEnumerable<KillPoint> Around(Victim victim, RunTrace trace)
    {
        if (IsFull)
            return trace.Requests.SelectMany(request => Enum.GetValues<HoldPhase>().Select(phase => new KillPoint.AtRequest(victim, request, phase)));
        return trace.Requests.Where(request => Bears(victim, request)).Select((request, index) => new KillPoint.AtRequest(victim, request, PhaseOf(victim, index)));
    }

    /// <summary>
    /// Of what goes to the Azure side, everything concerns the operator and that side; the stamp is killed in its commands, and in what it asks
    /// of Azure while it carries one out.
    /// </summary>
    private static bool Bears(Victim victim, string request) => victim switch
    {
        Victim.Stamp => RequestNames.IsCommand(request) || RequestNames.IsOfTheStamp(request),
        _ => RequestNames.ServerOf(request) == Victim.Cloud,
    };

    /// <summary>What the operator does not do because it died before it, the journal's lines show; so it dies before it hears the answer.</summary>
    private static HoldPhase PhaseOf(Victim victim, int index) =>
        victim == Victim.Operator || index % 2 == 0 ? HoldPhase.BeforeAnswering : HoldPhase.BeforeForwarding;
}
