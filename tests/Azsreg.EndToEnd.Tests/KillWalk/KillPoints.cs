namespace Azsreg.EndToEnd.Tests;

/// <summary>Chooses the points of a walk from what an undisturbed run did.</summary>
internal static class KillPoints
{
    /// <summary>Before each request is forwarded and before each answer is passed on.</summary>
    public static IEnumerable<KillPoint> Around(Victim victim, IEnumerable<string> requests) =>
        requests.SelectMany(request => Enum.GetValues<HoldPhase>().Select(phase => new KillPoint.AtRequest(victim, request, phase)));
}
