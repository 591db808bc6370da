using System.Globalization;
using Azsreg.Protocol;
using Azsreg.Stamp.Alerts;

namespace Azsreg.Stamp.Usage;

/// <summary>Which alerts follow from where the reporting of usage stands. Pure. A real stamp is not known to have such alerts.</summary>
internal static class UsageAlerts
{
    public const string Behind = "AzureBridgeUsageBehind";
    public const string Refused = "AzureBridgeUsageRefused";
    public const string RecordsRefused = "AzureBridgeUsageRecordsRefused";

    /// <summary>Usage reaches commerce within a day on a stamp that is well (Microsoft, "Usage reporting").</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    public static IReadOnlyList<AlertCondition> For(UsageBridgeStatus status, DateTimeOffset now)
    {
        var conditions = new List<AlertCondition>();
        var (backlog, progress) = (status.Backlog, status.Progress);
        if (status.State == UsageBridgeState.Refused)
        {
            conditions.Add(Condition(
                Refused,
                "Azure Refuses Usage",
                [$"Usage is kept and not lost, but Azure does not take it: {progress.Code} {progress.Message}"],
                "Look at the cause: azsreg usage status. Registering again mends a lost principal, role or registration: azsreg registration set"));
        }

        if (status.State is UsageBridgeState.Behind or UsageBridgeState.Refused && backlog.OldestReportedAt is { } oldest && now - oldest >= LongestDelay)
        {
            conditions.Add(Condition(
                Behind,
                "Usage Is Not Reported",
                [FormattableString.Invariant($"Usage reported since {oldest.UtcDateTime:yyyy-MM-dd HH}:00 UTC waits on this Azure Stack."), "It is kept until Azure acknowledges it."],
                "Restore the line to Azure; azsreg usage status tells how much waits and why"));
        }

        if (backlog.Refused > 0)
        {
            conditions.Add(Condition(
                RecordsRefused,
                "Usage Records Were Refused",
                [string.Create(CultureInfo.InvariantCulture, $"Azure refused {backlog.Refused} usage records by name. They are kept apart; all others were reported.")],
                "List them with their reasons: azsreg usage status --refused"));
        }

        return conditions;
    }

    private static AlertCondition Condition(string faultTypeId, string title, IReadOnlyList<string> description, string remediation) => new(
        faultTypeId,
        title,
        [.. description.SelectMany((text, index) => index == 0 ? [new AlertText("Text", text)] : (AlertText[])[new AlertText("NewLine"), new AlertText("Text", text)])],
        [new AlertText("Text", remediation)],
        new Dictionary<string, string>());
}
