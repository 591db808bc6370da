using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage summary</c>.</summary>
internal static class UsageSummaryVerb
{
    private static readonly string[] Headings = ["subscription", "name", "meterId", "meter", "quantity", "unit"];

    public static Verb Create()
    {
        var (options, format) = (new UsageOptions(), new UsageFormat());
        var verb = new Verb(
            "summary",
            "Sums usage by subscription and meter: on the stamp by the day of use, in Azure by the day it was reported.",
            "azsreg usage summary --from 2026-11-01",
            async (context, parsed, cancellationToken) =>
            {
                var chosen = format.Of(context, parsed);
                using var operation = new OperatorContext(context.Data, context.Clock);
                var rows = options.IsCommerce(parsed)
                    ? await CommerceAsync(context, operation, options, parsed, cancellationToken)
                    : await LocalAsync(context, operation, options, parsed, cancellationToken);
                var table = new Table("Subscription", "Meter", Column.Right("Quantity"), "Unit");
                foreach (var row in rows)
                    table.Add(row.Name ?? RegistrationIds.Shorten(row.SubscriptionId), row.Meter ?? row.MeterId, UsageFormat.Number(row.Quantity), row.Unit);
                if (rows.Count == 0 && chosen == "table")
                {
                    context.WriteLine("Nothing was used in these days.");
                    return;
                }

                UsageFormat.Write(
                    context, chosen, Headings, rows.Select(row => (IReadOnlyList<object?>)[row.SubscriptionId, row.Name, row.MeterId, row.Meter, row.Quantity, row.Unit]), () => rows, table);
            });
        options.AddSideTo(verb);
        options.AddStampTo(verb);
        options.AddAzureTo(verb);
        options.AddDaysTo(verb);
        format.AddTo(verb);
        return verb;
    }

    private static async Task<IReadOnlyList<Line>> LocalAsync(
        CliContext context, OperatorContext operation, UsageOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var side = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
        var totals = await side.ListTotalsAsync(options.Used(context, parsed), cancellationToken);
        var names = (await side.ListSubscriptionsAsync(cancellationToken)).ToDictionary(one => one.SubscriptionId, one => one.DisplayName, StringComparer.OrdinalIgnoreCase);
        return Sum(totals.Select(row => (row.SubscriptionId, row.MeterId, row.Quantity)), names);
    }

    private static async Task<IReadOnlyList<Line>> CommerceAsync(
        CliContext context, OperatorContext operation, UsageOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var rows = await UsageListVerb.ReadAsync(context, operation, options, parsed, daily: true, null, cancellationToken);
        return Sum(rows.Select(row => (row.StampSubscriptionId ?? row.SubscriptionId, row.MeterId, row.Quantity)), new Dictionary<string, string>());
    }

    private static IReadOnlyList<Line> Sum(IEnumerable<(string Subscription, string Meter, decimal Quantity)> rows, Dictionary<string, string> names) =>
    [
        .. rows.GroupBy(row => (Subscription: row.Subscription.ToLowerInvariant(), Meter: UsageMeters.KeyOf(row.Meter)))
            .Select(group => new Line(
                group.Key.Subscription, names.GetValueOrDefault(group.Key.Subscription), UsageMeters.SpellingOf(group.Key.Meter), UsageMeters.Find(group.Key.Meter)?.Name,
                group.Sum(row => row.Quantity), UsageMeters.Find(group.Key.Meter)?.Unit))
            .OrderBy(line => line.Name ?? line.SubscriptionId, StringComparer.OrdinalIgnoreCase).ThenBy(line => line.SubscriptionId, StringComparer.Ordinal)
            .ThenBy(line => line.Meter ?? line.MeterId, StringComparer.OrdinalIgnoreCase),
    ];

    private sealed record Line(string SubscriptionId, string? Name, string MeterId, string? Meter, decimal Quantity, string? Unit);
}
