using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage</c>.</summary>
internal static class UsageVerbs
{
    public static Command Create() => new("usage", "What tenants used: on the stamp, in commerce, and how the two compare.")
    {
        UsageStatusVerb.Create(),
        UsageListVerb.Create(),
        UsageSummaryVerb.Create(),
        UsageReconcileVerb.Create(),
        UsageExportVerb.Create(),
        UsageImportVerb.Create(),
        UsageFileVerbs.Export(),
        UsageFileVerbs.Import(),
    };
}
