using System.CommandLine;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Sample;
using Azsreg.Operator;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg quickstart</c>: the whole story at once, with nothing in it that the single verbs do not do.</summary>
internal static class QuickstartVerb
{
    public static Verb Create()
    {
        var options = new LocalWorldOptions(withStamps: false);
        var verb = new Verb(
            "quickstart",
            "Starts an Azure side and a stamp on this machine, signs in, registers the stamp as PayAsYouUse, proves it and downloads a marketplace item. Stays until Ctrl-C; with --output json it ends once all is proven. A second run finds all in place.",
            "azsreg quickstart",
            async (context, parsed, cancellationToken) =>
            {
                var began = context.Clock.GetTimestamp();
                Begin(context);
                await using var world = await options.StartAsync(context, parsed, cancellationToken);
                using var operation = new OperatorContext(context.Data, context.Clock);
                var person = new LocalOperator(context, operation, world);
                var signInBegan = context.Clock.GetTimestamp();
                await person.SignInAsync(cancellationToken);
                world.ElapsedMilliseconds["sign-in"] = (long)context.Clock.GetElapsedTime(signInBegan).TotalMilliseconds;
                var outcome = await person.RegisterAsync(
                    SampleData.SubscriptionId, new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse }, cancellationToken);
                var usageBegan = context.Clock.GetTimestamp();
                var usageRecords = await new LocalUsage(context, operation, person.Stamp).ProveAsync(cancellationToken);
                world.ElapsedMilliseconds["usage"] = (long)context.Clock.GetElapsedTime(usageBegan).TotalMilliseconds;
                var downloadBegan = context.Clock.GetTimestamp();
                var downloaded = await person.DownloadAsync(cancellationToken);
                world.ElapsedMilliseconds["download"] = (long)context.Clock.GetElapsedTime(downloadBegan).TotalMilliseconds;
                var elapsed = new Dictionary<string, long>(world.ElapsedMilliseconds);
                foreach (var (step, time) in outcome.Report.Elapsed)
                {
                    elapsed[step] = (long)time.TotalMilliseconds;
                }

                elapsed["total"] = (long)context.Clock.GetElapsedTime(began).TotalMilliseconds;
                if (context.IsJson)
                {
                    context.WriteJson(ToObject(world, outcome, usageRecords, downloaded, elapsed));
                    return;
                }

                RegistrationSetVerb.ShowOutcome(context, outcome);
                End(context, world, elapsed["total"]);
                await world.WaitAsync(cancellationToken);
            });
        options.AddTo(verb);
        return verb;
    }

    private static void Begin(CliContext context)
    {
        if (context.IsJson)
        {
            return;
        }

        context.WriteLine("An Azure side and a stamp start on this machine; then the stamp is registered with");
        context.WriteLine("that Azure as an operator does it: sign in, plan, register, activate, prove, download.");
        context.WriteLine();
    }

    private static object ToObject(LocalWorld world, RegistrationOutcome outcome, long usageRecords, MarketplaceItem? downloaded, Dictionary<string, long> elapsed) => new
    {
        outcome.Summary.RegistrationId,
        outcome.Summary.RegistrationName,
        outcome.Summary.BillingModel,
        outcome.Summary.StampCloudId,
        outcome.Summary.StampReading.ActivationState,
        outcome.Summary.StampReading.ActivationRequiredAlert,
        outcome.Summary.StampReading.MarketplaceItems,
        UsageRecordsInCommerce = usageRecords,
        DownloadedItem = downloaded?.Id,
        ElapsedMilliseconds = elapsed,
        PortalUrl = world.Stamps[0].Portal.Url,
        Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
    };

    private static void End(CliContext context, LocalWorld world, long total)
    {
        var data = context.DataArgument;
        context.WriteLine();
        context.WriteLine(FormattableString.Invariant($"All of it took {total / 1000.0:0.0} s. Look around, in another terminal:"));
        context.WriteLine($"  azsreg status{data}");
        context.WriteLine($"  azsreg marketplace list --stamp {world.Stamps[0].Name}{data}");
        context.WriteLine($"  azsreg marketplace download --all --kind virtualMachineExtension --plan{data}");
        context.WriteLine($"  azsreg registration list{data}");
        context.WriteLine($"  azsreg usage summary{data}");
        context.WriteLine();
        context.WriteLine($"Portal: {world.Stamps[0].Portal.Url}  sign in as {SampleAccounts.StampAdministrator}");
        context.WriteLine($"The sample accounts' password is in {world.Accounts.Path}.");
        context.WriteLine("Ctrl-C stops everything; what was done stays.");
        context.Io.Out.Flush();
    }
}
