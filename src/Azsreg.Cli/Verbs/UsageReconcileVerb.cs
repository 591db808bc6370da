using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage reconcile</c>.</summary>
internal static class UsageReconcileVerb
{
    private static readonly string[] Headings = ["day", "subscription", "meterId", "meter", "unit", "local", "commerce", "difference", "explanation"];

    public static Verb Create()
    {
        var (options, format) = (new UsageOptions(), new UsageFormat());
        var all = new Option<bool>("--all") { Description = "list what is equal too" };
        var verb = new Verb(
            "reconcile",
            "Compares the stamp's usage with commerce's by subscription, meter and day of use, to the last unit, and explains each difference. Ends with 1 where they differ.",
            "azsreg usage reconcile",
            async (context, parsed, cancellationToken) =>
            {
                var chosen = format.Of(context, parsed);
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var stamp = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
                using var session = options.OpenAzure(operation, parsed);
                var report = await new UsageReconciler(stamp, new CommerceUsageSide(session, context.Clock))
                    .CompareAsync(options.Used(context, parsed), options.Others(parsed), cancellationToken);
                Show(context, chosen, report, parsed.GetValue(all));
                if (!report.IsEqual)
                    throw new ToldFailureException(ErrorCatalogue.UsageDiffers.Kind);
            })
        {
            all,
        };
        options.AddStampTo(verb);
        options.AddAzureTo(verb);
        options.AddOthersTo(verb);
        options.AddDaysTo(verb);
        format.AddTo(verb);
        return verb;
    }

    private static void Show(CliContext context, string format, UsageComparisonReport report, bool all)
    {
        var rows = report.Rows.Where(row => all || row.Difference != 0).ToList();
        var table = new Table("Day", "Subscription", "Meter", Column.Right("Stamp"), Column.Right("Commerce"), Column.Right("Difference"));
        foreach (var row in rows)
        {
            var difference = UsageFormat.Number(row.Difference);
            table.Add(
                row.Day, RegistrationIds.Shorten(row.SubscriptionId), row.MeterName ?? row.MeterId, UsageFormat.Number(row.Local), UsageFormat.Number(row.Commerce),
                row.Difference == 0 ? Cell.Good("equal") : row.IsExplained ? Cell.Wait(difference) : Cell.Bad(difference));
        }

        if (format != "table" || rows.Count > 0)
        {
            UsageFormat.Write(
                context, format, Headings,
                rows.Select(row => (IReadOnlyList<object?>)[row.Day, row.SubscriptionId, row.MeterId, row.MeterName, row.Unit, row.Local, row.Commerce, row.Difference, row.Explanation]),
                () => new { Equal = report.IsEqual, Explained = report.IsExplained, Compared = report.Rows.Count, Differences = rows.Where(row => row.Difference != 0), report.Untied, report.Unread },
                table);
        }

        if (format != "table")
            return;
        foreach (var reason in rows.Where(row => row.Explanation is not null).GroupBy(row => row.Explanation!))
        {
            foreach (var line in Paragraph.Wrap($"{reason.Count()} × {reason.Key}", "  "))
                context.WriteLine(line);
        }

        foreach (var unread in report.Unread)
            context.WriteLine(context.Style.Bad($"not read: {unread}"));
        if (report.Untied.Count > 0)
        {
            context.WriteLine("Commerce has usage that names no subscription of a stamp, so it is compared with nothing:");
            foreach (var one in report.Untied)
                context.WriteLine($"  {one.MeterName ?? one.MeterId}  {UsageFormat.Number(one.Quantity)} {one.Unit}");
        }

        context.WriteLine(report.IsEqual
            ? context.Style.Good($"Equal to the last unit: {report.Rows.Count} totals of subscription, meter and day.")
            : context.Style.Wait($"{report.Rows.Count(row => row.Difference != 0)} of {report.Rows.Count} totals differ{(report.IsExplained ? ", all of them explained" : "")}.  More: azsreg explain {ErrorCatalogue.UsageDiffers.Code}"));
    }
}
