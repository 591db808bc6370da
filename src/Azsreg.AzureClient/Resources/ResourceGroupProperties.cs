namespace Azsreg.AzureClient;

/// <summary>The state of a resource group.</summary>
/// <param name="ProvisioningState"><c>Succeeded</c>, or <c>Deleting</c> while it goes.</param>
public sealed record ResourceGroupProperties(string? ProvisioningState);
