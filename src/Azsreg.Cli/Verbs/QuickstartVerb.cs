using System.CommandLine;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
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
            "Starts an Azure side and a stamp on this machine, signs in, registers the stamp as PayAsYouUse and proves it. Stays until Ctrl-C; with --output json it ends once all is proven. A second run finds all in place.",
            "azsreg quickstart",
            async (context, parsed, cancellationToken) =>
            {
                var began = context.Clock.GetTimestamp();
                Begin(context);
                await using var world = await options.StartAsync(context, parsed, cancellationToken);
                using var operation = new OperatorContext(context.Data, context.Clock);
                var stamp = operation.Stamps.Get(world.Stamps[0].Name);
                await SignInAsync(context, operation, world, stamp.Name, cancellationToken);
                var outcome = await RegisterAsync(context, operation, world, operation.Stamps.Get(stamp.Name), cancellationToken);
                var elapsed = new Dictionary<string, long>(world.ElapsedMilliseconds);
                foreach (var (step, time) in outcome.Report.Elapsed)
                {
                    elapsed[step] = (long)time.TotalMilliseconds;
                }

                elapsed["total"] = (long)context.Clock.GetElapsedTime(began).TotalMilliseconds;
                if (context.IsJson)
                {
                    context.WriteJson(ToObject(outcome, elapsed));
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
        context.WriteLine("that Azure as an operator does it: sign in, plan, register, activate, prove.");
        context.WriteLine();
    }

    private static async Task SignInAsync(
        CliContext context, OperatorContext operation, LocalWorld world, string stamp, CancellationToken cancellationToken)
    {
        var began = context.Clock.GetTimestamp();
        using var progress = context.StartProgress();
        using (var step = progress.Begin("sign-in to Azure", SampleAccounts.Owner))
        {
            var request = new LoginRequest(new LoginMethod.Password(SampleAccounts.Owner, world.Accounts.Password))
            {
                Environment = LocalWorld.EnvironmentName,
                Tenant = SampleData.ContosoTenantId.ToString(),
            };
            var result = await operation.SignIn.LoginAsync(request, new LoginScreen(context), cancellationToken);
            if (result.InUse is null)
            {
                await operation.Accounts.UseAsync(LocalWorld.EnvironmentName, SampleData.SubscriptionId, cancellationToken);
            }

            step.Succeed(SampleAccounts.Owner);
        }

        using (var step = progress.Begin("sign-in at the stamp", SampleAccounts.StampAdministrator))
        {
            var request = new LoginRequest(new LoginMethod.Password(SampleAccounts.StampAdministrator, world.Accounts.Password)) { Stamp = stamp };
            await operation.SignIn.LoginAsync(request, new LoginScreen(context), cancellationToken);
            step.Succeed(SampleAccounts.StampAdministrator);
        }

        world.ElapsedMilliseconds["sign-in"] = (long)context.Clock.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<RegistrationOutcome> RegisterAsync(
        CliContext context, OperatorContext operation, LocalWorld world, StampEntry stamp, CancellationToken cancellationToken)
    {
        using var protector = SecretProtector.Open(context.Data);
        using var sides = RegistrationSides.Open(
            operation,
            LocalWorld.EnvironmentName,
            SampleData.SubscriptionId,
            [PrivilegedEndpointAddress.Of(stamp)],
            new CloudAdminCredential(SampleAccounts.CloudAdministrator, world.Accounts.Password));
        var registration = new ConnectedRegistration(
            context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);
        using var progress = new RegistrationProgress(context);
        return await registration.RunAsync(
            new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse },
            sides.Azure,
            sides.Stamp,
            (_, _) => Task.FromResult(true),
            progress.Observe,
            cancellationToken);
    }

    private static object ToObject(RegistrationOutcome outcome, Dictionary<string, long> elapsed) => new
    {
        outcome.Summary.RegistrationId,
        outcome.Summary.RegistrationName,
        outcome.Summary.BillingModel,
        outcome.Summary.StampCloudId,
        outcome.Summary.StampReading.ActivationState,
        outcome.Summary.StampReading.ActivationRequiredAlert,
        outcome.Summary.StampReading.MarketplaceItems,
        ElapsedMilliseconds = elapsed,
        PortalUrl = (Uri?)null,
        Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
    };

    private static void End(CliContext context, LocalWorld world, long total)
    {
        var data = context.DataArgument;
        context.WriteLine();
        context.WriteLine(FormattableString.Invariant($"All of it took {total / 1000.0:0.0} s. Look around, in another terminal:"));
        context.WriteLine($"  azsreg status{data}");
        context.WriteLine($"  azsreg marketplace list --stamp {world.Stamps[0].Name}{data}");
        context.WriteLine($"  azsreg registration list{data}");
        context.WriteLine();
        context.WriteLine($"The sample accounts' password is in {world.Accounts.Path}.");
        context.WriteLine("Ctrl-C stops everything; what was done stays.");
        context.Io.Out.Flush();
    }
}
