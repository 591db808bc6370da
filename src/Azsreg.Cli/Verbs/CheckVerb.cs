using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Check;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg check</c>.</summary>
internal static class CheckVerb
{
    public static Verb Create()
    {
        var stamp = new StampOptions();
        var target = new RegistrationTargetOptions();
        var model = new Option<string?>("--billing-model") { Description = "the billing model meant, whose rules are then checked too", HelpName = string.Join('|', Enum.GetNames<BillingModel>()) };
        var agreement = new Option<string?>("--agreement-number") { Description = "the enterprise agreement; with Capacity", HelpName = "NUMBER" };
        var tag = new Option<string?>("--ms-asset-tag") { Description = "the asset tag; with Custom", HelpName = "TAG" };
        var verb = new Verb(
            "check",
            "Tries everything a registration needs, and changes nothing: sign-in, subscription, rights, names, locks, stamp, hosts, clocks. Ends with 0 unless something would make registering fail.",
            "azsreg check --billing-model PayAsYouUse",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var addresses = stamp.AddressesIfAny(operation, parsed);
                var request = new CheckRequest
                {
                    Environment = target.Environment(parsed),
                    Subscription = target.Subscription(parsed),
                    Endpoints = addresses,
                    CloudAdmin = stamp.CredentialIfAny(context, parsed, addresses),
                    BillingModel = RegistrationSetVerb.ModelOf(parsed.GetValue(model)),
                    AgreementNumber = parsed.GetValue(agreement),
                    MsAssetTag = parsed.GetValue(tag),
                    RegistrationName = target.Name(parsed),
                    ResourceGroup = target.ResourceGroup(parsed),
                };
                var report = await RunAsync(context, operation, request, cancellationToken);
                if (context.IsJson) context.WriteJson(ToObject(report));
                else Show(context, report);
                context.ExitCode = report.ExitCode;
            })
        {
            model, agreement, tag,
        };
        stamp.AddTo(verb);
        target.AddTo(verb);
        return verb;
    }

    /// <summary>The report as data.</summary>
    public static object ToObject(CheckReport report) => new { report.Stamp, report.Environment, report.State, report.ExitCode, report.Rows };

    /// <summary>Runs all checks, telling how far they are.</summary>
    public static async Task<CheckReport> RunAsync(CliContext context, OperatorContext operation, CheckRequest request, CancellationToken cancellationToken)
    {
        using var progress = context.StartProgress();
        using var step = progress.Begin("checking");
        var report = await new RegistrationCheck(operation).RunAsync(
            request,
            (row, done, all) => step.Update(string.Create(CultureInfo.InvariantCulture, $"{done} of {all}, {row.Name}")),
            cancellationToken);
        step.Succeed(string.Create(CultureInfo.InvariantCulture, $"{report.Rows.Count} checks"));
        return report;
    }

    private static void Show(CliContext context, CheckReport report)
    {
        context.WriteLine();
        var width = report.Rows.Max(row => TextWidth.Of(row.Name));
        foreach (var row in report.Rows)
        {
            var (mark, meaning) = row.State switch
            {
                CheckState.Ok => ("✓", Meaning.Good),
                CheckState.Warning => ("!", Meaning.Wait),
                CheckState.Failed => ("✗", Meaning.Bad),
                _ => ("-", Meaning.Dim),
            };
            var indent = new string(' ', width + 6);
            var seen = row.State == CheckState.NotChecked ? $"not checked: {row.Seen}" : row.Code is { } code ? $"{code} {row.Seen}" : row.Seen;
            var lines = Paragraph.Wrap(seen, indent).ToList();
            var name = row.Name + new string(' ', width - TextWidth.Of(row.Name));
            context.WriteLine($"  {context.Style.Paint(mark, meaning)} {context.Style.Dim(name)}  {lines.FirstOrDefault()?.TrimStart()}");
            foreach (var line in lines.Skip(1)) context.WriteLine(line);
            if (row.Fix is null) continue;
            foreach (var line in Paragraph.Wrap($"→ {row.Fix}", indent)) context.WriteLine(context.Style.Wait(line));
        }

        context.WriteLine();
        var (failed, warned, skipped) = (Count(report, CheckState.Failed), Count(report, CheckState.Warning), Count(report, CheckState.NotChecked));
        var left = skipped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {skipped} could not be checked.");
        context.WriteLine((failed, warned) switch
        {
            ( > 0, _) => context.Style.Bad(string.Create(CultureInfo.InvariantCulture, $"Registering would fail: {failed} of {report.Rows.Count} checks failed.")) + left,
            (_, > 0) => context.Style.Wait(string.Create(CultureInfo.InvariantCulture, $"Nothing stands in the way; {warned} of {report.Rows.Count} checks found something to look at.")) + left,
            _ => context.Style.Good("Nothing stands in the way.") + left,
        });
        context.WriteLine("Nothing was changed.");
    }

    private static int Count(CheckReport report, CheckState state) => report.Rows.Count(row => row.State == state);
}
