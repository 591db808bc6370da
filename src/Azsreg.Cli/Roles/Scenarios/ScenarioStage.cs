using Azsreg.AzureClient;
using Azsreg.Cli.Shell;
using Azsreg.Cli.Verbs;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Status;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>What the people of a scenario do: the operator, and somebody else with rights of their own. All of it over the public wires.</summary>
internal sealed class ScenarioStage(CliContext context, OperatorContext operation, LocalWorld world, LocalOperator person)
{
    /// <summary>Where the files of a registration without a line lie, in the data folder.</summary>
    public const string CarriedFolder = "carried";

    private static readonly TimeSpan AlertPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Registers the stamp as PayAsYouUse.</summary>
    public Task RegisterAsync(CancellationToken cancellationToken) => person.RegisterAsync(
        SampleData.SubscriptionId, new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse }, cancellationToken);

    /// <summary>Registers the stamp by a yearly agreement.</summary>
    public async Task RegisterAsync(string agreementNumber, CancellationToken cancellationToken)
    {
        await operation.Accounts.UseAsync(LocalWorld.EnvironmentName, SampleData.EnterpriseSubscriptionId, cancellationToken);
        await person.RegisterAsync(
            SampleData.EnterpriseSubscriptionId, new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = agreementNumber }, cancellationToken);
    }

    /// <summary>Registers the stamp without a line, by the four steps; the files that are carried stay in the data folder's <c>carried</c>.</summary>
    public async Task RegisterWithoutALineAsync(CancellationToken cancellationToken)
    {
        await operation.Accounts.UseAsync(LocalWorld.EnvironmentName, SampleData.EnterpriseSubscriptionId, cancellationToken);
        var carried = Directory.CreateDirectory(Path.Combine(context.Data.Path, CarriedFolder)).FullName;
        using var protector = SecretProtector.Open(context.Data);
        using var stamp = OfflineStamp.Open(operation, [PrivilegedEndpointAddress.Of(person.Stamp)], person.CloudAdmin);
        using var azure = OfflineAzure.Open(operation, LocalWorld.EnvironmentName, SampleData.EnterpriseSubscriptionId);
        using var progress = new RegistrationProgress(context);

        var request = new OfflineTokenRequest
        {
            BillingModel = BillingModel.Capacity,
            AgreementNumber = SampleData.AgreementNumber,
            Environment = operation.Environments.Get(LocalWorld.EnvironmentName).Environment,
            File = carried,
        };
        var token = await new OfflineToken(context.Data, context.Clock, Random.Shared).RunAsync(request, stamp.Side, progress.Observe, cancellationToken);
        var registered = await new OfflineRegistration(context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared).RunAsync(
            new OfflineRegistrationRequest { Token = token.Token!, TokenArgument = $"--token-file {token.File}" },
            azure, (_, _) => Task.FromResult(true), progress.Observe, cancellationToken);
        var target = new RegistrationTarget { Name = registered.RegistrationName, ResourceGroup = registered.ResourceGroup };
        var key = await new OfflineKey(context.Data, context.Clock, Random.Shared).RunAsync(
            new OfflineKeyRequest { Target = target, File = carried }, azure, progress.Observe, cancellationToken);
        await new OfflineActivation(context.Data, context.Clock, Random.Shared).RunAsync(
            key.Key!, stamp.Side, (_, _) => Task.FromResult(true), progress.Observe, cancellationToken);
    }

    /// <summary>Registers the subscription for the resource provider, and nothing more.</summary>
    public Task RegisterProviderAsync(CancellationToken cancellationToken) => StepAsync("resource provider", WellKnown.ProviderNamespace, async () =>
    {
        using var azure = operation.OpenAzure(LocalWorld.EnvironmentName, SampleData.SubscriptionId);
        await azure.Arm.Providers.EnsureRegisteredAsync(SampleData.SubscriptionId, WellKnown.ProviderNamespace, cancellationToken: cancellationToken);
    });

    /// <summary>A colleague's automation puts a lock on the registration's resource group.</summary>
    public Task LockGroupAsSomebodyElseAsync(CancellationToken cancellationToken) => StepAsync("a colleague's lock", "finance-hold", async () =>
    {
        var environment = operation.Environments.Get(LocalWorld.EnvironmentName);
        var connection = operation.Connect(environment.TrustedAuthorities);
        var tenant = SampleData.ContosoTenantId.ToString();
        var automation = await new SignInClient(connection, environment.Environment, SampleData.AutomationAppId.ToString()).WithClientSecretAsync(
            tenant, environment.Environment.Audience, world.Accounts.AutomationSecret, cancellationToken);
        var arm = new ArmClient(connection, environment.Environment, new OneToken(automation.AccessToken));
        await arm.Locks.PutAsync(
            $"/subscriptions/{SampleData.SubscriptionId}/resourceGroups/{WellKnown.DefaultResourceGroup}", "finance-hold", "CanNotDelete",
            "Audit of the year: nothing here may be deleted before March. Finance, ext. 4711", cancellationToken);
    });

    /// <summary>An administrator of the directory deletes the application they do not know, and with it the bridge's service principal.</summary>
    public Task DeletePrincipalAsync(CancellationToken cancellationToken) => StepAsync("deleted in the directory", "the bridge's application", async () =>
    {
        using var azure = operation.OpenAzure(LocalWorld.EnvironmentName, SampleData.SubscriptionId);
        var graph = azure.Graph!;
        await foreach (var registration in azure.Arm.Registrations.ListAsync(SampleData.SubscriptionId, cancellationToken))
        {
            if (registration.Properties.ObjectId is { } objectId
                && await graph.TryGetServicePrincipalAsync(objectId, cancellationToken) is { } principal
                && await graph.FindApplicationAsync(principal.AppId, cancellationToken) is { } application)
            {
                await graph.DeleteApplicationAsync(application.Id, cancellationToken);
            }
        }
    });

    /// <summary>Waits until the stamp has noticed something and says so.</summary>
    public Task WaitForAlertAsync(string title, CancellationToken cancellationToken) => StepAsync("noticed by the stamp", title, async () =>
    {
        var console = new StampConsole(operation);
        var began = context.Clock.GetTimestamp();
        while (!(await console.ListAlertsAsync(person.Stamp, cancellationToken)).Any(alert => alert.Properties.Title == title))
        {
            if (context.Clock.GetElapsedTime(began) > AlertPatience)
                throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"{person.Stamp.Name} raised no alert '{title}' within {AlertPatience.TotalSeconds:0} seconds.");
            await Task.Delay(LookEvery, context.Clock, cancellationToken);
        }
    });

    private async Task StepAsync(string name, string detail, Func<Task> work)
    {
        using var progress = context.StartProgress();
        using var step = progress.Begin(name, detail);
        await work();
        step.Succeed(detail);
    }

    private sealed class OneToken(Secret token) : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) => ValueTask.FromResult(token);
    }
}
