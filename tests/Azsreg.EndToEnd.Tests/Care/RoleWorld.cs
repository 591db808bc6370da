using Azsreg.EndToEnd.Tests.Refusals;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Roles;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.EndToEnd.Tests.Care;

/// <summary>
/// A world whose operator has one role and no other right. The roles run as a process; the operator's workflows run here, over the same
/// wires, because twenty walks as processes would take minutes.
/// </summary>
public sealed class RoleWorld : IAsyncLifetime
{
    /// <summary>The account that has the role: a plain member of the directory.</summary>
    internal const string Registrar = "reader@contoso.onmicrosoft.com";

    private const string RegistrarObjectId = "8f2a0000-0000-4000-8000-000000000002";
    private const string RoleId = "5d1c0000-0000-4000-8000-000000000001";
    private const string Authorization = AzureSideView.Subscription + "/providers/Microsoft.Authorization";

    private AzureSideView _azure = null!;
    private IReadOnlyList<string> _before = [];

    internal LocalWorld Local { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Local.InitializeAsync();
        _azure = await AzureSideView.OpenAsync(Local);
        await _azure.TakeRightsAsync(RegistrarObjectId);
        _before = await _azure.ListAsync();
        await GiveAsync(ShippedRoles.Registration.Actions);
        await _azure.PutAsync(
            $"{Authorization}/roleAssignments/5d1c0000-0000-4000-8000-000000000002?api-version=2022-04-01",
            new { properties = new { roleDefinitionId = $"{Authorization}/roleDefinitions/{RoleId}", principalId = RegistrarObjectId, principalType = "User" } });
        await Local.LoginAsync(Registrar);
        await Local.LoginStampAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _azure?.Dispose();
        await Local.DisposeAsync();
    }

    /// <summary>Makes these actions all that the role allows.</summary>
    internal Task GiveAsync(IEnumerable<string> actions) => _azure.PutAsync(
        $"{Authorization}/roleDefinitions/{RoleId}?api-version=2022-04-01",
        new
        {
            properties = new
            {
                roleName = ShippedRoles.Registration.Name,
                description = ShippedRoles.Registration.Description,
                type = "CustomRole",
                permissions = new[] { new { actions, notActions = Array.Empty<string>() } },
                assignableScopes = ShippedRoles.Registration.For(AzureSideView.Subscription["/subscriptions/".Length..]).AssignableScopes,
            },
        });

    /// <summary>Registers the stamp as the registrar.</summary>
    internal async Task<RegistrationOutcome> RegisterAsync()
    {
        using var operation = new OperatorContext(Folder, TimeProvider.System);
        using var protector = SecretProtector.Open(Folder);
        using var sides = Sides(operation);
        return await new ConnectedRegistration(Folder, new RegistrationHistory(Folder, protector), TimeProvider.System, Random.Shared).RunAsync(
            new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse }, sides.Azure, sides.Stamp,
            (_, _) => Task.FromResult(true), _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Removes what is registered as the registrar.</summary>
    internal async Task<RemovalOutcome> RemoveAsync()
    {
        using var operation = new OperatorContext(Folder, TimeProvider.System);
        using var protector = SecretProtector.Open(Folder);
        using var sides = Sides(operation);
        return await new RegistrationRemoval(Folder, new RegistrationHistory(Folder, protector), TimeProvider.System, Random.Shared).RunAsync(
            new RemovalRequest(), sides.Azure, sides.Stamp, (_, _) => Task.FromResult(true), _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>As it was in the beginning: nothing registered, no group; only the provider stays, as registering it takes a second.</summary>
    internal async Task RestoreAsync()
    {
        await GiveAsync(ShippedRoles.Registration.Actions);
        if (!(await ListAsync()).SequenceEqual(_before)) await RemoveAsync();
        // What a run without some right could not take back must not be remembered by the next one.
        foreach (var journal in Directory.EnumerateFiles(Path.Combine(Folder.Operator, "journal"))) File.Delete(journal);
    }

    /// <summary>Makes the provider unknown to the subscription.</summary>
    internal async Task ForgetProviderAsync()
    {
        if (await _azure.ProviderStateAsync() != "NotRegistered")
            await _azure.PostAsync($"{AzureSideView.Subscription}/providers/Microsoft.AzureStack/unregister?api-version=2021-04-01");
    }

    /// <summary>What is on Azure now, a line each.</summary>
    internal Task<IReadOnlyList<string>> ListAsync() => _azure.ListAsync();

    private DataFolder Folder => DataFolder.Open(Local.Folder);

    private static RegistrationSides Sides(OperatorContext operation) => RegistrationSides.Open(
        operation, null, null, operation.PrivilegedEndpoints.Resolve([]), new CloudAdminCredential(@"AZURESTACK\CloudAdmin", new Secret(LocalWorld.Password)));
}
