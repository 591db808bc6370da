using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration set</c>.</summary>
internal static class RegistrationSetVerb
{
    private const string Example = "azsreg registration set --stamp AzS-ERCS01 --billing-model PayAsYouUse";

    public static Verb Create()
    {
        var stamp = new StampOptions();
        var target = new RegistrationTargetOptions();
        var model = new Option<string?>("--billing-model") { Description = "how the stamp is paid for; stays as registered where left out", HelpName = string.Join('|', Enum.GetNames<BillingModel>()) };
        var agreement = new Option<string?>("--agreement-number") { Description = "the enterprise agreement; with Capacity", HelpName = "NUMBER" };
        var tag = new Option<string?>("--ms-asset-tag") { Description = "the asset tag; with Custom", HelpName = "TAG" };
        var location = new Option<string?>("--location") { Description = "where a resource group that has to be made lies", HelpName = "LOCATION" };
        var syndication = new Option<string?>("--marketplace-syndication") { Description = "list and download marketplace items", HelpName = "on|off" };
        var usage = new Option<string?>("--usage-reporting") { Description = "report usage; PayAsYouUse always does, Capacity never", HelpName = "on|off" };
        var reregister = new Option<bool>("--reregister") { Description = "register again with a new token and key; all values are read back" };
        var run = new RegistrationRun(stamp, target);
        var verb = new Verb("set", "Registers a stamp with Azure, or changes its registration. A second run changes nothing; an interrupted one is finished by the next.", Example, async (context, parsed, cancellationToken) =>
        {
            var request = new RegistrationRequest
            {
                BillingModel = ModelOf(parsed.GetValue(model)),
                AgreementNumber = parsed.GetValue(agreement),
                MsAssetTag = parsed.GetValue(tag),
                RegistrationName = target.Name(parsed),
                ResourceGroup = target.ResourceGroup(parsed),
                Location = parsed.GetValue(location),
                MarketplaceSyndication = OnOff(parsed, syndication),
                UsageReporting = OnOff(parsed, usage),
                Reregister = parsed.GetValue(reregister),
            };
            await run.RunAsync(context, parsed, request, cancellationToken);
        })
        {
            model, agreement, tag, location, syndication, usage, reregister,
        };
        run.AddTo(verb);
        return verb;
    }

    /// <summary>The result as data; shared with what runs the same workflow as a part of a longer story.</summary>
    public static object ToObject(RegistrationOutcome outcome)
    {
        var summary = outcome.Summary;
        return new
        {
            outcome.Report.Applied,
            Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
            outcome.Report.ResumedFrom,
            summary.Environment,
            summary.StandsFor,
            summary.ResourceManagerUrl,
            summary.Directory,
            summary.Account,
            summary.SubscriptionId,
            summary.SubscriptionName,
            summary.Stamp,
            summary.PrivilegedEndpointUrl,
            summary.StampCloudId,
            summary.StampVersion,
            summary.StampNodes,
            summary.RegistrationId,
            summary.RegistrationName,
            summary.BillingModel,
            summary.MarketplaceSyndication,
            summary.UsageReporting,
            summary.AgreementNumber,
            summary.MsAssetTag,
            summary.BridgeObjectId,
            summary.StampReading.ActivationState,
            summary.StampReading.ActivationRequiredAlert,
            summary.StampReading.MarketplaceItems,
            summary.StampReading.Expiration,
            StampNotRead = summary.StampReading.WhyNot,
            Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
            summary.Billing,
            ElapsedMilliseconds = Timings(outcome.Report),
        };
    }

    /// <summary>Step → milliseconds, and their sum as <c>total</c>.</summary>
    public static Dictionary<string, long> Timings(WorkflowReport report)
    {
        var timings = report.Elapsed.ToDictionary(step => step.Key, step => (long)step.Value.TotalMilliseconds);
        timings["total"] = (long)report.Elapsed.Sum(step => step.Value.TotalMilliseconds);
        return timings;
    }

    /// <summary>The end of a run, for a person.</summary>
    public static void ShowOutcome(CliContext context, RegistrationOutcome outcome)
    {
        if (context.IsJson)
        {
            context.WriteJson(ToObject(outcome));
            return;
        }

        var (summary, report) = (outcome.Summary, outcome.Report);
        context.WriteLine();
        if (!report.Applied)
        {
            context.WriteLine("Nothing was changed.");
            return;
        }

        context.WriteLine(report.Plan.ChangesAnything
            ? "The stamp is registered and activated."
            : "The stamp is registered and activated already; nothing was changed.");
        var reading = summary.StampReading;
        var block = new Block("  ")
            .Add("registration", summary.RegistrationName)
            .Add("billing model", $"{summary.BillingModel}, syndication {Word(summary.MarketplaceSyndication)}, usage reporting {Word(summary.UsageReporting)}")
            .Add("Azure", $"{AzureNameOf(summary)} ({summary.ResourceManagerUrl})")
            .Add("subscription", $"{summary.SubscriptionName} ({summary.SubscriptionId})")
            .Add("stamp", $"{summary.Stamp}, {summary.StampVersion}")
            .Add("cloud id", summary.StampCloudId)
            .Add("privileged endpoint", summary.PrivilegedEndpointUrl?.AbsoluteUri);
        if (summary.AgreementNumber is { } agreement) block.Add("agreement", agreement);
        if (summary.MsAssetTag is { } tag) block.Add("asset tag", tag);
        if (reading.WasRead)
        {
            if (reading.Expiration is { } end && !end.StartsWith("9999", StringComparison.Ordinal)) block.Add("activation ends", end);
            block.Add("activation", reading.ActivationState == "Active" ? Cell.Good("Active") : Cell.Wait(reading.ActivationState ?? ""))
                .Add($"alert '{StampAlertTitle}'", reading.ActivationRequiredAlert == "Closed" ? Cell.Good("Closed") : Cell.Wait(reading.ActivationRequiredAlert ?? "Active"))
                .Add("marketplace", reading.MarketplaceItems is { } items ? $"{items} items" : summary.MarketplaceSyndication ? "not listed yet" : "off");
        }
        else
        {
            block.Add("the stamp's side", Cell.Wait($"not read: {reading.WhyNot}"));
        }

        context.WriteBlock(block);
        context.WriteLine(summary.Billing);
    }

    private const string StampAlertTitle = "Activation Required";

    /// <summary>The Azure of a run, as a person is told it.</summary>
    public static string AzureNameOf(RegistrationSummary summary) =>
        summary.StandsFor is null ? summary.Environment : $"{summary.Environment}, which {summary.StandsFor} means here";

    /// <summary>The billing model of an option, in any letter case.</summary>
    public static BillingModel? ModelOf(string? text) => text switch
    {
        null => null,
        _ when Enum.GetNames<BillingModel>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known => Enum.Parse<BillingModel>(known),
        _ => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--billing-model '{text}' is none of {string.Join(", ", Enum.GetNames<BillingModel>())}."),
    };

    private static bool? OnOff(ParseResult parsed, Option<string?> option) => parsed.GetValue(option)?.ToLowerInvariant() switch
    {
        null => null,
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{option.Name} is on or off, not '{other}'."),
    };

    private static string Word(bool on) => on ? "on" : "off";
}
