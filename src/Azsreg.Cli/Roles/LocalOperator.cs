using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cli.Verbs;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The operator of a local world, who does over the wires what a person does with the single verbs.</summary>
internal sealed class LocalOperator(CliContext context, OperatorContext operation, LocalWorld world)
{
    /// <summary>The stamp it is about: the first one.</summary>
    public StampEntry Stamp => operation.Stamps.Get(world.Stamps[0].Name);

    /// <summary>The stamp's cloud administrator.</summary>
    public CloudAdminCredential CloudAdmin => new(SampleAccounts.CloudAdministrator, world.Accounts.Password);

    /// <summary>Signs in to Azure as the owner, and at the stamp.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
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
            var request = new LoginRequest(new LoginMethod.Password(SampleAccounts.StampAdministrator, world.Accounts.Password)) { Stamp = Stamp.Name };
            await operation.SignIn.LoginAsync(request, new LoginScreen(context), cancellationToken);
            step.Succeed(SampleAccounts.StampAdministrator);
        }
    }

    /// <summary>Registers the stamp.</summary>
    public async Task<RegistrationOutcome> RegisterAsync(string subscriptionId, RegistrationRequest request, CancellationToken cancellationToken)
    {
        using var protector = SecretProtector.Open(context.Data);
        using var sides = RegistrationSides.Open(
            operation, LocalWorld.EnvironmentName, subscriptionId, [PrivilegedEndpointAddress.Of(Stamp)], CloudAdmin);
        var registration = new ConnectedRegistration(context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);
        using var progress = new RegistrationProgress(context);
        return await registration.RunAsync(request, sides.Azure, sides.Stamp, (_, _) => Task.FromResult(true), progress.Observe, cancellationToken);
    }

    /// <summary>Has the stamp download the smallest item that goes with it, and waits until it is there.</summary>
    /// <exception cref="CataloguedException">The stamp could not.</exception>
    public async Task<MarketplaceItem?> DownloadAsync(CancellationToken cancellationToken)
    {
        using var marketplace = StampMarketplace.Open(operation, Stamp);
        using var progress = context.StartProgress();
        using var step = progress.Begin("marketplace item");
        var inventory = await marketplace.ReadAsync(cancellationToken);
        var smallest = inventory.Items
            .Where(item => item is { IsOffered: true, IsCompatible: true } && ItemKind.StandsAlone(item.Properties.ProductKind))
            .GroupBy(item => item.Family, StringComparer.OrdinalIgnoreCase)
            .Select(MarketplaceInventory.NewestOf)
            .MinBy(item => (item.Properties.PayloadLength ?? long.MaxValue, item.Id));
        if (smallest is null)
        {
            step.FindInPlace("none is offered");
            return null;
        }

        var plan = await new DownloadPlanner(marketplace, inventory).PlanAsync([smallest], cancellationToken);
        var terms = new LegalTerms(operation);
        await terms.AcceptAsync(terms.FindOpen([smallest]), marketplace.Account, cancellationToken);
        var ended = await new DownloadRun(marketplace).RunAsync(plan.Items, told => step.Update(Told(told)), cancellationToken);
        switch (ended[^1])
        {
            case { Failure: { } failure }:
                throw failure;
            case { Stage: DownloadStage.InPlace }:
                step.FindInPlace($"{smallest.Title}, there already");
                break;
            default:
                step.Succeed($"{smallest.Title}, {ByteSize.Exact(ended[^1].BytesTotal ?? 0)}");
                break;
        }

        return smallest;
    }

    private static string Told(DownloadProgress told) => told is { BytesDone: { } done, BytesTotal: { } total }
        ? $"{told.Item.Title}, {ByteSize.Exact(done)} of {ByteSize.Exact(total)}"
        : told.Item.Title;
}
