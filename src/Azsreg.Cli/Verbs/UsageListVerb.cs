using System.CommandLine;
using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage list</c>.</summary>
internal static class UsageListVerb
{
    private static readonly string[] Headings = ["usageStart", "usageEnd", "subscription", "meterId", "meter", "quantity", "unit", "resource"];

    public static Verb Create()
    {
        var (options, format) = (new UsageOptions(), new UsageFormat());
        var hourly = new Option<bool>("--hourly") { Description = "a row an hour instead of a row a day" };
        var subscriber = new Option<string?>("--subscriber") { Description = "only this tenant's subscription (with --side local)", HelpName = "ID" };
        var verb = new Verb(
            "list",
            "Lists usage by the day it was reported: the stamp's, per resource, as its usage API tells it, or Azure's. The stamp tells none of the current day.",
            "azsreg usage list --from 2026-11-01 --format csv",
            async (context, parsed, cancellationToken) =>
            {
                var chosen = format.Of(context, parsed);
                using var operation = new OperatorContext(context.Data, context.Clock);
                var rows = await ReadAsync(context, operation, options, parsed, daily: !parsed.GetValue(hourly), parsed.GetValue(subscriber), cancellationToken);
                var table = new Table("Usage (UTC)", "Subscription", "Meter", Column.Right("Quantity"), "Unit", "Resource");
                foreach (var row in rows)
                {
                    table.Add(
                        Time(row.UsageStartTime, parsed.GetValue(hourly)), RegistrationIds.Shorten(row.SubscriptionId), MeterOf(row)?.Name ?? row.MeterName ?? row.MeterId, UsageFormat.Number(row.Quantity),
                        row.Unit ?? MeterOf(row)?.Unit, NameOf(row.ResourceUri));
                }

                if (rows.Count == 0 && chosen == "table")
                {
                    context.WriteLine("No usage was reported in these days.");
                    return;
                }

                UsageFormat.Write(context, chosen, Headings, rows.Select(Values), () => rows.Select(ToObject), table);
            })
        {
            hourly, subscriber,
        };
        options.AddSideTo(verb);
        options.AddStampTo(verb);
        options.AddAzureTo(verb);
        options.AddDaysTo(verb);
        format.AddTo(verb);
        return verb;
    }

    /// <summary>Rows of the side the line asks for.</summary>
    public static async Task<IReadOnlyList<UsageSample>> ReadAsync(
        CliContext context, OperatorContext operation, UsageOptions options, ParseResult parsed, bool daily, string? subscriber, CancellationToken cancellationToken)
    {
        var range = options.Reported(context, parsed);
        if (options.IsCommerce(parsed))
        {
            using var session = options.OpenAzure(operation, parsed);
            return await new CommerceUsageSide(session, context.Clock).ListAsync(session.Subscription!.Id, range.Start, range.End, daily, cancellationToken);
        }

        using var side = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
        return [.. (await side.ListAsync(range, daily, subscriber, cancellationToken)).Select(row => row.Properties)];
    }

    public static UsageMeter? MeterOf(UsageSample row) => UsageMeters.Find(row.MeterId);

    private static IReadOnlyList<object?> Values(UsageSample row) =>
        [row.UsageStartTime, row.UsageEndTime, row.SubscriptionId, row.MeterId, MeterOf(row)?.Name ?? row.MeterName, row.Quantity, row.Unit ?? MeterOf(row)?.Unit, row.ResourceUri];

    private static object ToObject(UsageSample row) => new
    {
        row.UsageStartTime,
        row.UsageEndTime,
        row.SubscriptionId,
        StampSubscriptionId = row.StampSubscriptionId,
        row.MeterId,
        Meter = MeterOf(row)?.Name ?? row.MeterName,
        row.Quantity,
        Unit = row.Unit ?? MeterOf(row)?.Unit,
        row.ResourceUri,
    };

    private static string Time(DateTimeOffset at, bool hourly) => at.UtcDateTime.ToString(hourly ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? NameOf(string? uri) => uri is null ? null : uri[(uri.LastIndexOf('/') + 1)..];
}
