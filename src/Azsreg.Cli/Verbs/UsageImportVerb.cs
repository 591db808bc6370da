using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage import</c>.</summary>
internal static class UsageImportVerb
{
    public static Verb Create()
    {
        var options = new UsageOptions();
        var file = new Argument<string>("FILE") { Description = "a usage summary (CSV) as the published script for Azure Stack Hub writes it" };
        var tenant = new Option<string?>("--tenant") { Description = "the tenant its subscriptions belong to, which the file does not tell", HelpName = "GUID" };
        var verb = new Verb(
            "import",
            "Enters the usage of a usage-summary file at a stamp. Every line is checked before the first is sent; a file imported again changes nothing.",
            "azsreg usage import UsageSummary.csv",
            async (context, parsed, cancellationToken) =>
            {
                var tenantId = parsed.GetValue(tenant) is not { } text ? (Guid?)null
                    : Guid.TryParse(text, out var id) ? id : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--tenant '{text}' is no GUID.");
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var side = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
                UsageImportReport report;
                using (var progress = context.StartProgress())
                using (var step = progress.Begin("import", Path.GetFileName(parsed.GetRequiredValue(file))))
                {
                    report = await new UsageImport(side).RunAsync(parsed.GetRequiredValue(file), tenantId, null, cancellationToken);
                    step.Succeed($"{report.Lines} lines");
                }

                Tell(context, report);
            })
        {
            file, tenant,
        };
        options.AddStampTo(verb);
        return verb;
    }

    private static void Tell(CliContext context, UsageImportReport report)
    {
        if (context.IsJson)
        {
            context.WriteJson(new { report.Lines, report.Accepted, report.Repeated, report.Rounded, report.Days, report.Refused });
        }
        else
        {
            context.WriteLine($"{report.Accepted} records are new, {report.Repeated} were there already.");
            if (report.Days > 0)
                context.WriteLine($"{report.Days} lines are of whole days; the amount of a day stands in its first hour.");
            if (report.Rounded > 0)
                context.WriteLine($"{report.Rounded} amounts had more than nine digits after the point and were rounded.");
        }

        if (report.Refused.Count > 0)
        {
            var first = report.Refused[0];
            throw new CataloguedException(
                ErrorCatalogue.UsageReportsRefused, $"{report.Refused.Count} of {report.Lines} lines were refused; the first is record {first.RecordId}: {first.Code}: {first.Message}");
        }
    }
}
