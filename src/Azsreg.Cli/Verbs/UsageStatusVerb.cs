using System.CommandLine;
using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage status</c>.</summary>
internal static class UsageStatusVerb
{
    public static Verb Create()
    {
        var options = new UsageOptions();
        var refused = new Option<bool>("--refused") { Description = "list the records commerce refused, with their reasons" };
        var verb = new Verb(
            "status",
            "Shows where the reporting of usage stands: what waits, how old it is, what was refused, and why.",
            "azsreg usage status",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var entry = options.Stamp(operation, parsed);
                using var side = StampUsageSide.Open(operation, entry);
                var status = await side.GetStatusAsync(cancellationToken);
                var refusals = parsed.GetValue(refused) ? await side.ListRefusalsAsync(cancellationToken) : [];
                if (context.IsJson)
                {
                    context.WriteJson(new { Stamp = entry.Name, Usage = status, Refusals = parsed.GetValue(refused) ? refusals : null });
                    return;
                }

                Show(context, entry.Name, status);
                if (parsed.GetValue(refused))
                    Show(context, refusals);
            })
        {
            refused,
        };
        options.AddStampTo(verb);
        return verb;
    }

    private static void Show(CliContext context, string stamp, StampUsageStatus status)
    {
        var now = context.Clock.GetUtcNow();
        var block = new Block().Add("stamp", stamp).Add("usage reporting", State(status));
        if (status.RegistrationId is { } registration)
            block.Add("registration", Azsreg.Protocol.ArmResourceId.TryParse(registration, out var id) ? id.Name : registration);
        block.Add("records that wait", status.WaitingRecords.ToString(CultureInfo.InvariantCulture));
        if (status.OldestWaiting is { } oldest)
            block.Add("oldest of them", $"{Time(oldest)} UTC, {Age(now - oldest)} ago");
        block.Add("records refused", status.RefusedRecords == 0 ? "none" : Cell.Bad(status.RefusedRecords.ToString(CultureInfo.InvariantCulture)));
        block.Add("last acknowledged", status.AcknowledgedAt is { } at ? $"{Time(at)} UTC" : "never");
        if (status.FailedAt is { } failed)
        {
            block.Add("last attempt", Cell.Wait($"failed at {Time(failed)} UTC: {status.FailureCode}"));
            if (status.NextAttemptAt is { } next)
                block.Add("next attempt", $"{Time(next)} UTC");
        }

        context.WriteBlock(block);
        if (status is { FailedAt: not null, FailureMessage: { } message })
        {
            foreach (var line in Paragraph.Wrap(message, "  "))
                context.WriteLine(line);
        }

        if (Advice(status) is { } advice)
        {
            context.WriteLine();
            foreach (var line in Paragraph.Wrap(advice, ""))
                context.WriteLine(line);
        }
    }

    private static void Show(CliContext context, IReadOnlyList<StampUsageRefusal> refusals)
    {
        context.WriteLine();
        if (refusals.Count == 0)
        {
            context.WriteLine("No records were refused.");
            return;
        }

        var table = new Table("Usage hour (UTC)", "Code", "Meter", Column.Right("Quantity"), "Resource");
        foreach (var one in refusals)
            table.Add(Time(one.UsageHour), one.Code, Azsreg.Protocol.UsageMeters.Find(one.MeterId)?.Name ?? one.MeterId, UsageFormat.Number(one.Quantity), one.ResourceUri);
        context.WriteTable(table);
        foreach (var reason in refusals.GroupBy(one => (one.Code, one.Message)))
        {
            foreach (var line in Paragraph.Wrap($"{reason.Key.Code}: {reason.Key.Message}", "  "))
                context.WriteLine(line);
        }
    }

    private static Cell State(StampUsageStatus status) => status.State switch
    {
        "UpToDate" => Cell.Good("up to date"),
        "Behind" => Cell.Wait("behind"),
        "Refused" => Cell.Bad("refused"),
        "Off" => "off for this registration",
        "Expired" => Cell.Wait("the activation has ended"),
        "Disconnected" => "by file, without a line to Azure",
        "NotRegistered" => Cell.Wait("not registered"),
        var other => other,
    };

    private static string? Advice(StampUsageStatus status) => status.State switch
    {
        "NotRegistered" => "Usage is collected and kept. Once the stamp is registered with usage reporting on, all of it is sent: azsreg registration set",
        "Off" => "Usage is collected and kept; none is owed.",
        "Expired" => "Usage is kept until the registration is renewed: azsreg registration renew",
        "Disconnected" when status.WaitingRecords > 0 => "Carry it to Azure: azsreg usage export-batches, and bring the acknowledgement back: azsreg usage import-acknowledgement FILE",
        "Refused" => "Nothing is lost: it is sent once Azure takes it again. azsreg status tells what is wrong with the registration.",
        _ => null,
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Age(TimeSpan age) => age.TotalDays >= 2 ? $"{(int)age.TotalDays} days" : age.TotalHours >= 2 ? $"{(int)age.TotalHours} hours" : $"{Math.Max(0, (int)age.TotalMinutes)} minutes";
}
