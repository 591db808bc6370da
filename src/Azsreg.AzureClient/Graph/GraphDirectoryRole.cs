namespace Azsreg.AzureClient;

/// <summary>A role of a directory, such as Application Developer.</summary>
/// <param name="Id">Its id in this directory.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="RoleTemplateId">Its id in every directory.</param>
public sealed record GraphDirectoryRole(string Id, string? DisplayName, string? RoleTemplateId);
