using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>Names, connections, certificates, proxy and clocks.</summary>
internal static class NetworkChecks
{
    /// <summary>From here on tokens and signatures are refused: five minutes is what directories and Kerberos allow.</summary>
    private static readonly TimeSpan Intolerable = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    /// <param name="context">What the checks share.</param>
    /// <param name="targets">The host, once for each thing it is there for.</param>
    /// <param name="name">The row's name.</param>
    public static async Task<CheckRow> HostAsync(CheckContext context, IReadOnlyList<HostTarget> targets, string name)
    {
        var finding = await context.HostAsync(targets[0]);
        var roles = string.Join(" and ", targets.Select(target => target.Role).Distinct());
        return finding.Failure is { } failure ? CheckRow.Failed(name, failure) : CheckRow.Ok(name, finding.Describe(roles));
    }

    public static async Task<CheckRow> ClockAsync(CheckContext context)
    {
        const string name = "clock";
        var told = new List<(string Who, TimeSpan Drift)>();
        foreach (var host in context.AzureHosts().Take(1).Concat(context.StampHosts()))
        {
            if ((await context.HostAsync(host)).Drift is { } drift) told.Add((host.Role, drift));
        }

        if (told.Count == 0) return CheckRow.NotChecked(name, "no host told the time");
        var seen = string.Join(", ", told.Select(one => $"{one.Who} {Words(one.Drift)}"));
        // The stamp signs with its own clock what Azure then checks by Azure's, so their difference counts as well.
        var worst = told.Max(one => one.Drift.Duration());
        var apart = told.Max(one => one.Drift) - told.Min(one => one.Drift);
        worst = apart > worst ? apart : worst;
        if (worst < Noticeable) return CheckRow.Ok(name, seen);
        const string fix = "Set the clock by a time server: this machine's, or the stamp's where only that one differs.";
        return worst < Intolerable
            ? CheckRow.Warning(name, seen, fix)
            : new CheckRow(name, CheckState.Failed, $"{seen}: tokens and signatures are refused from five minutes on", fix) { Kind = FailureKind.Failed };
    }

    private static string Words(TimeSpan drift) => drift.Duration() < TimeSpan.FromSeconds(2)
        ? "agrees"
        : string.Create(CultureInfo.InvariantCulture, $"is {drift.Duration().TotalSeconds:0} s {(drift > TimeSpan.Zero ? "ahead" : "behind")}");
}
