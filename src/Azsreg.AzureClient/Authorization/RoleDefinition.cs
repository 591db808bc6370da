namespace Azsreg.AzureClient;

/// <summary>A role.</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name">A GUID.</param>
/// <param name="Properties">What it allows.</param>
public sealed record RoleDefinition(string Id, string Name, RoleDefinitionProperties Properties);
