namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Chooses the points of a walk from what an undisturbed run did. With <c>AZSREG_FULL=1</c> that is every line of the journal, and every request
/// held before it is forwarded and before its answer is passed on, for each victim: some four hundred kills. Without it each step is met once by
/// its journal, and each request that changes something by one of the three, in turn: a few minutes instead of an hour.
/// </summary>
internal static class KillPoints
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("AZSREG_FULL") == "1";

    /// <summary>
    /// Without <c>acting</c>: it follows the line before at once, and an operator that dies around a request has written it last. Of the others every
    /// second: a step is met before its act or after it, and the one after the other way round.
    /// </summary>
    public static IEnumerable<KillPoint> AtJournalLines(RunTrace trace)
    {
        var lines = Enumerable.Range(1, trace.JournalEvents.Count).Where(line => IsFull || trace.JournalEvents[line - 1] != "acting").ToList();
        return lines.Where((line, index) => IsFull || index % 2 == 0 || index == lines.Count - 1)
            .Select(line => new KillPoint.AtJournalLine(line, IsLast: line == trace.JournalEvents.Count));
    }

    public static IEnumerable<KillPoint> Around(Victim victim, RunTrace trace)
    {
        if (IsFull)
            return trace.Requests.SelectMany(request => Enum.GetValues<HoldPhase>().Select(phase => new KillPoint.AtRequest(victim, request, phase)));
        // The operator and the Azure side share what changes something of Azure's; each has every second. So has the stamp, beside its commands.
        var turn = victim == Victim.Cloud ? 1 : 0;
        return trace.Requests.Where(request => Bears(victim, request)).Where((request, index) => index % 2 == turn || RequestNames.IsCommand(request))
            .Select((request, index) => new KillPoint.AtRequest(victim, request, PhaseOf(victim, index)));
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
