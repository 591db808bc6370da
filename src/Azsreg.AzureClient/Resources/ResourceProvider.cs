using System.Text.Json.Serialization;

namespace Azsreg.AzureClient;

/// <summary>A resource provider as a subscription sees it.</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Namespace">Such as <c>Microsoft.AzureStack</c>.</param>
/// <param name="RegistrationState"><c>NotRegistered</c>, <c>Registering</c>, <c>Registered</c>, <c>Unregistering</c> or <c>Unregistered</c>.</param>
/// <param name="ResourceTypes">Its types.</param>
public sealed record ResourceProvider(string? Id, string Namespace, string? RegistrationState, IReadOnlyList<ProviderResourceType>? ResourceTypes)
{
    /// <summary>True where the subscription may use it.</summary>
    [JsonIgnore]
    public bool IsRegistered => string.Equals(RegistrationState, "Registered", StringComparison.OrdinalIgnoreCase);
}
