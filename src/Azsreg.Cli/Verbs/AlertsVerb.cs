using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Status;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg alerts</c>.</summary>
internal static class AlertsVerb
{
    public static Verb Create()
    {
        var stamp = new Option<string?>("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "closed ones too" };
        return new Verb("alerts", "Lists a stamp's alerts, through its administrator endpoint.", "azsreg alerts", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = operation.Stamps.Get(parsed.GetValue(stamp));
            var alerts = await new StampConsole(operation).ListAlertsAsync(entry, cancellationToken);
            if (!parsed.GetValue(all)) alerts = [.. alerts.Where(alert => IsOpen(alert.Properties))];
            if (context.IsJson)
            {
                context.WriteJson(alerts.Select(alert => new
                {
                    alert.Id,
                    alert.Properties.Title,
                    alert.Properties.Severity,
                    alert.Properties.State,
                    Created = alert.Properties.CreatedTimestamp,
                    Closed = string.IsNullOrEmpty(alert.Properties.ClosedTimestamp) ? null : alert.Properties.ClosedTimestamp,
                    Description = Text(alert.Properties.Description),
                    Remediation = Text(alert.Properties.Remediation),
                }));
                return;
            }

            if (alerts.Count == 0)
            {
                context.WriteLine(parsed.GetValue(all) ? $"{entry.Name} has no alerts." : $"{entry.Name} has no open alerts.");
                return;
            }

            var table = new Table("State", "Severity", "Title", "Since (UTC)");
            foreach (var one in alerts.Select(alert => alert.Properties))
            {
                table.Add(
                    IsOpen(one) ? Cell.Wait(one.State ?? "Active") : Cell.Dim(one.State ?? "Closed"),
                    one.Severity == "Critical" ? Cell.Bad("Critical") : one.Severity,
                    one.Title,
                    DateTimeOffset.TryParse(one.CreatedTimestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
                        ? since.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                        : one.CreatedTimestamp);
            }

            context.WriteTable(table);
            foreach (var open in alerts.Where(alert => IsOpen(alert.Properties)))
            {
                context.WriteLine();
                foreach (var line in Paragraph.Wrap($"{open.Properties.Title}: {Text(open.Properties.Description)} {Text(open.Properties.Remediation)}", "  "))
                    context.WriteLine(line);
            }
        })
        {
            stamp, all,
        };
    }

    private static bool IsOpen(AlertProperties alert) => string.Equals(alert.State, "Active", StringComparison.OrdinalIgnoreCase);

    private static string Text(IReadOnlyList<AlertText>? parts) =>
        string.Join(' ', (parts ?? []).Select(part => part.Text).Where(text => !string.IsNullOrWhiteSpace(text)));
}
