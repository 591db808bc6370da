using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>The Azure side as its owner sees it, and what a colleague does there.</summary>
internal sealed class AzureSideView : IDisposable
{
    public const string Subscription = "/subscriptions/" + AzureTruth.SubscriptionId;

    private const string Locks = "/providers/Microsoft.Authorization/locks";

    private readonly AzureOwner _owner;

    private AzureSideView(AzureOwner owner) => _owner = owner;

    public static async Task<AzureSideView> OpenAsync(LocalWorld world) => new(await AzureOwner.SignInAsync(world.AzureUrl, world.LoadAuthority()));

    /// <summary>Everything a registration is made of, a line each: what a refused run must leave as it was.</summary>
    public async Task<IReadOnlyList<string>> ListAsync()
    {
        List<string> lines = [];
        foreach (var group in await ArmListAsync("/resourceGroups", "2021-04-01"))
            lines.Add("group " + Text(group, "name"));
        foreach (var one in await ArmListAsync("/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            lines.Add($"registration {Text(one, "name")} {Text(one.GetProperty("properties"), "billingModel")}");
        foreach (var one in await ArmListAsync(Locks, "2016-09-01"))
            lines.Add($"lock {Text(one, "id")}");
        foreach (var one in await ArmListAsync("/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (Text(one.GetProperty("properties"), "scope").Contains("/registrations/", StringComparison.OrdinalIgnoreCase))
                lines.Add($"role {Text(one, "id")}");
        }

        foreach (var kind in new[] { "applications", "servicePrincipals" })
        {
            foreach (var one in await _owner.GraphListAsync(kind))
                lines.Add($"{kind} {Text(one, "displayName")} {Text(one, "id")}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public async Task<string> ProviderStateAsync() => Text(
        await _owner.GetAsync($"{Subscription}/providers/Microsoft.AzureStack?api-version=2021-04-01"), "registrationState");

    public Task PutLockAsync(string scope, string name, string level, string notes) => _owner.SendAsync(
        HttpMethod.Put, $"{scope}{Locks}/{name}?api-version=2016-09-01", new { properties = new { level, notes } });

    public Task DeleteLockAsync(string scope, string name) => _owner.SendAsync(HttpMethod.Delete, $"{scope}{Locks}/{name}?api-version=2016-09-01");

    /// <summary>A PUT as the owner that must succeed.</summary>
    public Task PutAsync(string path, object body) => _owner.SendAsync(HttpMethod.Put, path, body);

    /// <summary>A POST without a body as the owner that must succeed.</summary>
    public Task PostAsync(string path) => _owner.SendAsync(HttpMethod.Post, path);

    /// <summary>Takes every right away that a person has on the subscription itself.</summary>
    public async Task TakeRightsAsync(string objectId)
    {
        foreach (var one in await ArmListAsync("/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (Text(one.GetProperty("properties"), "principalId") == objectId)
                await _owner.SendAsync(HttpMethod.Delete, $"{Text(one, "id")}?api-version=2022-04-01");
        }
    }

    /// <summary>Takes every role away that is given on a registration alone: those of bridges.</summary>
    public async Task TakeBridgeRolesAsync()
    {
        await DeleteLocksAsync();
        foreach (var one in await ArmListAsync("/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (Text(one.GetProperty("properties"), "scope").Contains("/registrations/", StringComparison.OrdinalIgnoreCase))
                await _owner.SendAsync(HttpMethod.Delete, $"{Text(one, "id")}?api-version=2022-04-01");
        }
    }

    /// <summary>Deletes the service principals that registrations name.</summary>
    public async Task DeleteBridgePrincipalsAsync()
    {
        foreach (var one in await ArmListAsync("/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            await _owner.SendAsync(HttpMethod.Delete, $"/graph/v1.0/servicePrincipals/{Text(one.GetProperty("properties"), "objectId")}");
    }

    /// <summary>Deletes every registration with its locks, as somebody in the portal does.</summary>
    public async Task DeleteRegistrationsAsync()
    {
        await DeleteLocksAsync();
        foreach (var one in await ArmListAsync("/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            await _owner.SendAsync(HttpMethod.Delete, $"{Text(one, "id")}?api-version=2017-06-01");
    }

    public void Dispose() => _owner.Dispose();

    /// <summary>While the registration is locked nothing on it can be deleted, its roles included.</summary>
    private async Task DeleteLocksAsync()
    {
        foreach (var one in await ArmListAsync(Locks, "2016-09-01"))
            await _owner.SendAsync(HttpMethod.Delete, $"{Text(one, "id")}?api-version=2016-09-01");
    }

    private static string Text(JsonElement one, string property) => one.GetProperty(property).GetString()!;

    private Task<JsonElement[]> ArmListAsync(string path, string version) => _owner.ArmListAsync(Subscription + path, version);
}
