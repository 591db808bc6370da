using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Runbook;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg runbook</c>.</summary>
internal static class RunbookVerb
{
    public static Verb Create()
    {
        var stamp = new Option<string?>("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
        var target = new RegistrationTargetOptions();
        var model = new Option<string?>("--billing-model") { Description = "the billing model; as registered where left out", HelpName = string.Join('|', Enum.GetNames<BillingModel>()) };
        var agreement = new Option<string?>("--agreement-number") { Description = "the enterprise agreement; with Capacity", HelpName = "NUMBER" };
        var tag = new Option<string?>("--ms-asset-tag") { Description = "the asset tag; with Custom", HelpName = "TAG" };
        var disconnected = new Option<bool>("--disconnected") { Description = "for a stamp without a line to Azure" };
        var file = new Option<string?>("--out") { Description = "write it to a file", HelpName = "FILE" };
        var verb = new Verb("runbook", "Writes the steps for this environment as Markdown, with its own values: registering, verifying, changing, renewing and removing, for azsreg and for the PowerShell cmdlets.", "azsreg runbook --billing-model PayAsYouUse --out runbook.md", (context, parsed, _) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var protector = SecretProtector.Open(context.Data);
            var (markdown, placeholders) = new RunbookWriter(operation, new RegistrationHistory(context.Data, protector)).Write(
                new RunbookRequest
                {
                    Environment = target.Environment(parsed),
                    Subscription = target.Subscription(parsed),
                    Stamp = parsed.GetValue(stamp),
                    BillingModel = RegistrationSetVerb.ModelOf(parsed.GetValue(model)),
                    AgreementNumber = parsed.GetValue(agreement),
                    MsAssetTag = parsed.GetValue(tag),
                    RegistrationName = target.Name(parsed),
                    ResourceGroup = target.ResourceGroup(parsed),
                    Disconnected = parsed.GetValue(disconnected),
                },
                VersionVerb.Version);
            var path = parsed.GetValue(file);
            if (path is not null) TextFiles.Write(path, markdown);
            if (context.IsJson)
                context.WriteJson(new { path = path is null ? null : Path.GetFullPath(path), placeholders, markdown = path is null ? markdown : null });
            else if (path is null)
                context.Io.Out.Write(markdown);
            else
                context.WriteLine($"Written to {Path.GetFullPath(path)}.{(placeholders.Count == 0 ? "" : $" Not known here, and named at its top: {string.Join(", ", placeholders)}.")}");
            return Task.CompletedTask;
        })
        {
            stamp, model, agreement, tag, disconnected, file,
        };
        target.AddTo(verb);
        return verb;
    }
}
