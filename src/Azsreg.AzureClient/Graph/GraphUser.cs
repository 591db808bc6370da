namespace Azsreg.AzureClient;

/// <summary>A user of a directory.</summary>
/// <param name="Id">The object id.</param>
/// <param name="UserPrincipalName">The name it signs in with.</param>
/// <param name="UserType"><c>Member</c> or <c>Guest</c>; null where the directory does not tell.</param>
public sealed record GraphUser(string Id, string? UserPrincipalName, string? UserType);
