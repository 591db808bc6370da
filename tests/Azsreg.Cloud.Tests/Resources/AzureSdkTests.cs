using Azsreg.Cloud.Tests.Registrations;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Azure.ResourceManager.Resources;
using Azure.ResourceManager.Resources.Models;

namespace Azsreg.Cloud.Tests.Resources;

/// <summary>Azure's own client library drives the resource manager, unmodified.</summary>
public sealed class AzureSdkTests(CloudFixture cloud)
{
    [Fact]
    public async Task Client_SignedIn_ListsSubscriptionsTenantsAndLocations()
    {
        var (client, subscription) = await ClientAsync();
        var seen = new List<string>();
        await foreach (var one in client.GetSubscriptions().GetAllAsync())
            seen.Add(one.Data.SubscriptionId);
        seen.ShouldContain(subscription.Data.SubscriptionId);
        var tenants = new List<Guid?>();
        await foreach (var one in client.GetTenants().GetAllAsync())
            tenants.Add(one.Data.TenantId);
        tenants.ShouldBe([Guid.Parse(CloudFixture.Contoso)]);
        var locations = new List<string>();
        await foreach (var one in subscription.GetLocationsAsync())
            locations.Add(one.Name);
        locations.ShouldContain("westcentralus");
    }

    [Fact]
    public async Task Client_UnregisteredProvider_RegistersIt()
    {
        var (_, subscription) = await ClientAsync(registered: false);
        ResourceProviderResource provider = await subscription.GetResourceProviderAsync("Microsoft.AzureStack");
        provider.Data.RegistrationState.ShouldBe("NotRegistered");
        await provider.RegisterAsync();
        while (provider.Data.RegistrationState != "Registered")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            provider = await subscription.GetResourceProviderAsync("Microsoft.AzureStack");
        }

        provider.Data.ResourceTypes.Select(type => type.ResourceType).ShouldContain("registrations");
    }

    [Fact]
    public async Task Client_ResourceGroup_IsMadeChangedAndDeleted()
    {
        var (_, subscription) = await ClientAsync();
        var groups = subscription.GetResourceGroups();
        var group = (await groups.CreateOrUpdateAsync(WaitUntil.Completed, "azurestack", new ResourceGroupData(AzureLocation.WestCentralUS))).Value;
        group.Data.ResourceGroupProvisioningState.ShouldBe("Succeeded");
        (await groups.ExistsAsync("AZURESTACK")).Value.ShouldBeTrue();
        (await group.UpdateAsync(new ResourceGroupPatch { Tags = { ["a"] = "b" } })).Value.Data.Tags["a"].ShouldBe("b");
        await group.DeleteAsync(WaitUntil.Completed);
        (await groups.ExistsAsync("azurestack")).Value.ShouldBeFalse();
        (await Should.ThrowAsync<RequestFailedException>(async () => await groups.GetAsync("azurestack"))).ErrorCode.ShouldBe("ResourceGroupNotFound");
    }

    [Fact]
    public async Task Client_Registration_IsDrivenAsAGenericResource()
    {
        var (client, subscription) = await ClientAsync();
        var group = (await subscription.GetResourceGroups()
            .CreateOrUpdateAsync(WaitUntil.Completed, "azurestack", new ResourceGroupData(AzureLocation.WestCentralUS))).Value;
        var id = new ResourceIdentifier($"{group.Id}/providers/Microsoft.AzureStack/registrations/one");
        var made = (await client.GetGenericResources().CreateOrUpdateAsync(WaitUntil.Completed, id, new GenericResourceData("global")
        {
            Properties = BinaryData.FromObjectAsJson(new { registrationToken = Tokens.Unsigned(Guid.NewGuid().ToString()).Encode() }),
        })).Value;
        made.Data.ResourceType.ToString().ShouldBe("Microsoft.AzureStack/registrations");
        (await client.GetGenericResources().ExistsAsync(id)).Value.ShouldBeTrue();
        var listed = new List<string>();
        await foreach (var one in subscription.GetGenericResourcesAsync(filter: "resourceType eq 'Microsoft.AzureStack/registrations'"))
            listed.Add(one.Data.Name);
        listed.ShouldBe(["one"]);
        await made.DeleteAsync(WaitUntil.Completed);
        (await client.GetGenericResources().ExistsAsync(id)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task Client_LockedGroup_CannotBeDeletedUntilTheLockIsGone()
    {
        var (_, subscription) = await ClientAsync();
        var group = (await subscription.GetResourceGroups()
            .CreateOrUpdateAsync(WaitUntil.Completed, "locked", new ResourceGroupData(AzureLocation.WestEurope))).Value;
        var one = (await group.GetManagementLocks().CreateOrUpdateAsync(
            WaitUntil.Completed, "keep", new ManagementLockData(ManagementLockLevel.CanNotDelete) { Notes = "needed" })).Value;
        (await Should.ThrowAsync<RequestFailedException>(() => group.DeleteAsync(WaitUntil.Completed))).ErrorCode.ShouldBe("ScopeLocked");
        var names = new List<string>();
        await foreach (var found in group.GetManagementLocks().GetAllAsync())
            names.Add(found.Data.Name);
        names.ShouldBe(["keep"]);
        await one.DeleteAsync(WaitUntil.Completed);
        await group.DeleteAsync(WaitUntil.Completed);
    }

    private async Task<(ArmClient Client, SubscriptionResource Subscription)> ClientAsync(bool registered = true)
    {
        var id = await cloud.NewSubscriptionAsync(registered: registered);
        var client = new ArmClient(new FixedCredential(await cloud.TokenAsync("owner")), id, new ArmClientOptions
        {
            Environment = new ArmEnvironment(cloud.Url, cloud.Url.AbsoluteUri),
            Transport = new HttpClientTransport(cloud.NewHandler()),
        });
        return (client, await client.GetDefaultSubscriptionAsync());
    }

    private sealed class FixedCredential(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, TimeProvider.System.GetUtcNow().AddMinutes(30));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
