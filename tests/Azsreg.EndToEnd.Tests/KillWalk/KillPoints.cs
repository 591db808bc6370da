namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Chooses the points of a walk from what an undisturbed run did. With <c>AZSREG_FULL=1</c> that is every line of the journal, and every request
/// held before it is forwarded and before its answer is passed on, for each victim: some four hundred kills. Without it every step is met before,
/// within and after its act, but not by each victim at each place.
/// </summary>
internal static class KillPoints
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("AZSREG_FULL") == "1";

    /// <summary>Without <c>acting</c>: it follows the line before at once, and an operator that dies around a request has written it last.</summary>
    public static IEnumerable<KillPoint> AtJournalLines(RunTrace trace) =>
        from line in Enumerable.Range(1, trace.JournalEvents.Count)
        where IsFull || trace.JournalEvents[line - 1] != "acting"
        select new KillPoint.AtJournalLine(line, IsLast: line == trace.JournalEvents.Count);

    public static IEnumerable<KillPoint> Around(Victim victim, RunTrace trace)
    {
        if (IsFull)
            return trace.Requests.SelectMany(request => Enum.GetValues<HoldPhase>().Select(phase => new KillPoint.AtRequest(victim, request, phase)));
        return trace.Requests.Where(request => Bears(victim, request)).Select((request, index) => new KillPoint.AtRequest(victim, request, PhaseOf(victim, index)));
    }

    /// <summary>
    /// The operator and the Azure side die where something of Azure's changes; the stamp in its commands, and in what it asks of Azure while it
    /// carries one out.
    /// </summary>
    private static bool Bears(Victim victim, string request) => victim switch
    {
        Victim.Stamp => RequestNames.IsCommand(request) || RequestNames.IsOfTheStamp(request),
        _ => RequestNames.ServerOf(request) == Victim.Cloud && !RequestNames.IsForKeyOrToken(request),
    };

    /// <summary>
    /// An operator that dies before it has asked is one that dies at a line of its journal. Roles die in turn with the work done that nobody was
    /// told of, and with the request that never came.
    /// </summary>
    private static HoldPhase PhaseOf(Victim victim, int index) =>
        victim == Victim.Operator || index % 2 == 0 ? HoldPhase.BeforeAnswering : HoldPhase.BeforeForwarding;
}
