namespace Azsreg.AzureClient;

/// <summary>A resource group.</summary>
/// <param name="Id">The ARM id; null in a request.</param>
/// <param name="Name">The name; null in a request.</param>
/// <param name="Location">Fixed when it is made.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Properties">Its state; null in a request.</param>
public sealed record ResourceGroup(
    string? Id, string? Name, string Location, IReadOnlyDictionary<string, string>? Tags = null, ResourceGroupProperties? Properties = null);
