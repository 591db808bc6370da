using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Status;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg status</c>.</summary>
internal static class StatusVerb
{
    public static Verb Create()
    {
        var stamp = new Option<string?>("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
        var environment = new Option<string?>("--environment") { Description = "the Azure; the one in use where left out", HelpName = "NAME" };
        var subscription = new Option<string?>("--subscription") { Description = "the subscription by id or name; the one in use where left out", HelpName = "NAME" };
        return new Verb("status", "Shows what Azure and the stamp each say about the registration, and where they differ.", "azsreg status", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var protector = SecretProtector.Open(context.Data);
            var entry = operation.Stamps.Get(parsed.GetValue(stamp));
            var report = await new StatusReader(operation, new RegistrationHistory(context.Data, protector))
                .ReadAsync(entry, parsed.GetValue(environment), parsed.GetValue(subscription), cancellationToken);
            if (context.IsJson)
                context.WriteJson(report);
            else
                Show(context, report);
        })
        {
            stamp, environment, subscription,
        };
    }

    private static void Show(CliContext context, StatusReport report)
    {
        var (azure, side) = (report.Azure, report.StampSide);
        var table = new Table("", azure.Environment is { } name ? $"Azure ({name}{(azure.StandsFor is { } meant ? $" as {meant}" : "")})" : "Azure", $"Stamp ({report.Stamp})", "");
        void Row(string what, string? there, string? here, bool compare = true)
        {
            if (there is null && here is null) return;
            var differs = compare && there is not null && here is not null && !string.Equals(there, here, StringComparison.OrdinalIgnoreCase);
            table.Add(
                Cell.Dim(what),
                compare ? Shown(there, azure.WasRead) : RegistrationIds.Shorten(there),
                compare ? Shown(here, side.WasRead) : RegistrationIds.Shorten(here),
                differs ? Cell.Wait("≠ differs") : "");
        }

        Row(
            "registration",
            NameOf(azure.RegistrationId) ?? (azure.WasRead ? "none" : "not read"),
            NameOf(side.RegistrationId) ?? (side.WasRead ? "none" : "not read"),
            compare: azure.WasRead && side.WasRead);
        Row("resource group", GroupOf(azure.RegistrationId), GroupOf(side.RegistrationId));
        Row("subscription", azure.SubscriptionId, SubscriptionOf(side.RegistrationId));
        Row("line to Azure", azure.RegistrationId is null ? null : LineOf(azure.BridgeObjectId is null), LineOf(side.IsDisconnected));
        Row("cloud id", azure.CloudId, side.CloudId);
        Row("billing model", azure.BillingModel, side.BillingModel);
        Row("marketplace syndication", Word(azure.MarketplaceSyndication), Word(side.MarketplaceSyndication));
        Row("usage reporting", Word(azure.UsageReporting), Word(side.UsageReporting));
        Row("agreement", azure.AgreementNumber, side.AgreementNumber);
        Row("nodes", Number(azure.Nodes), Number(side.Nodes));
        Row("lock", azure.Locked switch { true => WellKnown.RegistrationLockName, false => "none", _ => null }, null, compare: false);
        Row("bridge principal", azure.BridgeExists switch { true => "there", false => "gone", _ => null }, null, compare: false);
        Row("bridge's role", azure.BridgeHasRole switch { true => "given", false => "missing", _ => null }, null, compare: false);
        Row("activation", null, side.ActivationState, compare: false);
        Row("activation ends", azure.MarketplaceSyndication is null ? null : EndOf(azure.Expires), side.Expiration is null ? null : EndOf(TimeOf(side.Expiration)));
        Row("alert 'Activation Required'", null, side.ActivationRequiredAlert, compare: false);
        Row("last contact with Azure", null, side.LastAzureContact, compare: false);
        context.WriteTable(table);
        context.WriteLine();
        // That it is not registered the notes say, with what follows from it.
        if (report.State != "NotRegistered")
        {
            context.WriteLine(report.State switch
            {
                "Registered" => context.Style.Good($"The stamp is registered{(report.IsDisconnected == true ? " without a line to Azure" : "")}, and what could be read agrees."),
                "Differs" => context.Style.Wait("The two sides differ:"),
                _ => context.Style.Wait("Neither side could be read."),
            });
        }

        foreach (var difference in report.Differences) Lines(context, difference, "  ");
        foreach (var note in report.Notes) Lines(context, note, "");
        if (report.Next.Count == 0) return;
        context.WriteLine("To do:");
        foreach (var command in report.Next) context.WriteLine($"  {command}{context.DataArgument}");
    }

    private static string EndOf(DateTimeOffset? end) => end is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never";

    private static DateTimeOffset? TimeOf(string text) => !text.StartsWith("9999", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? LineOf(bool? isDisconnected) => isDisconnected switch { true => "none: by files", false => "by the bridge", _ => null };

    private static string? Number(int? count) => count?.ToString(CultureInfo.InvariantCulture);

    private static void Lines(CliContext context, string text, string indent)
    {
        foreach (var line in Paragraph.Wrap(text, indent)) context.WriteLine(line);
    }

    private static Cell Shown(string? value, bool wasRead) => value is not null ? RegistrationIds.Shorten(value) : Cell.Dim(wasRead ? "-" : "not read");

    private static string? Word(bool? on) => on switch { true => "on", false => "off", _ => null };

    private static string? NameOf(string? id) => ArmResourceId.TryParse(id, out var parsed) ? parsed.Name : null;

    private static string? GroupOf(string? id) => ArmResourceId.TryParse(id, out var parsed) ? parsed.ResourceGroupName : null;

    private static string? SubscriptionOf(string? id) => ArmResourceId.TryParse(id, out var parsed) ? parsed.SubscriptionId : null;
}
