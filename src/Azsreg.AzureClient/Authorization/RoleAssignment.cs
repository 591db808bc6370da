namespace Azsreg.AzureClient;

/// <summary>A role given to a principal at a scope.</summary>
/// <param name="Id">The ARM id; null in a request.</param>
/// <param name="Name">A GUID; null in a request.</param>
/// <param name="Properties">Who, what and where.</param>
public sealed record RoleAssignment(string? Id, string? Name, RoleAssignmentProperties Properties);
