using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>What Azure's own interfaces list about the subscription and its directory, asked for without any of the operator's code.</summary>
internal sealed class AzureTruth : IAsyncDisposable
{
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";

    private readonly AzureOwner _owner;

    private AzureTruth(AzureOwner owner) => _owner = owner;

    public static async Task<AzureTruth> SignInAsync(Uri azure, X509Certificate2 authority) => new(await AzureOwner.SignInAsync(azure, authority));

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything a registration consists of on this side, one line each, in order: so two of anything show.</summary>
    /// <param name="subscriptionId">The subscription; the directory is the same for all.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string subscriptionId = SubscriptionId)
    {
        var subscription = "/subscriptions/" + subscriptionId;
        List<string> found = [];
        foreach (var group in await _owner.ArmListAsync($"{subscription}/resourceGroups", "2021-04-01"))
            found.Add($"group {Name(group)}");
        foreach (var one in await _owner.ArmListAsync($"{subscription}/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            found.Add($"registration {Name(one)} of {one.GetProperty("properties").GetProperty("cloudId").GetString()}");
        foreach (var one in await _owner.ArmListAsync($"{subscription}/providers/Microsoft.Authorization/locks", "2016-09-01"))
            found.Add($"lock {Name(one)} {one.GetProperty("properties").GetProperty("level").GetString()}");
        foreach (var one in await _owner.ArmListAsync($"{subscription}/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (one.GetProperty("properties").GetProperty("scope").GetString()!.Contains("/registrations/", StringComparison.OrdinalIgnoreCase))
                found.Add($"role for {one.GetProperty("properties").GetProperty("principalId").GetString()}");
        }

        foreach (var one in await BridgesAsync("applications"))
            found.Add($"application {DisplayName(one)}");
        foreach (var one in await BridgesAsync("servicePrincipals"))
            found.Add($"principal {DisplayName(one)} {one.GetProperty("id").GetString()}");
        return found;
    }

    /// <summary>The thumbprints of the certificates that the bridges' applications may sign in with.</summary>
    public async Task<IReadOnlyList<string>> CertificatesAsync() =>
    [
        .. (await BridgesAsync("applications")).SelectMany(one => one.GetProperty("keyCredentials").EnumerateArray())
            .Select(one => one.GetProperty("customKeyIdentifier").GetString()!),
    ];

    /// <summary>Takes back the registration of the subscription for the provider, which the operator never does.</summary>
    public Task UnregisterProviderAsync() => _owner.SendAsync(
        HttpMethod.Post, $"/subscriptions/{SubscriptionId}/providers/Microsoft.AzureStack/unregister?api-version=2021-04-01");

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private static string DisplayName(JsonElement one) => one.GetProperty("displayName").GetString()!;

    private async Task<JsonElement[]> BridgesAsync(string kind) =>
        [.. (await _owner.GraphListAsync(kind)).Where(one => DisplayName(one).StartsWith("AzureStackBridge", StringComparison.Ordinal))];
}
