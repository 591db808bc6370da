namespace Azsreg.AzureClient;

/// <summary>What a role allows.</summary>
/// <param name="RoleName">Such as <c>Owner</c>.</param>
/// <param name="Description">In words.</param>
/// <param name="Type"><c>BuiltInRole</c> or <c>CustomRole</c>.</param>
/// <param name="Permissions">Each allows its actions without its not-actions.</param>
public sealed record RoleDefinitionProperties(string RoleName, string? Description, string? Type, IReadOnlyList<PermissionSet>? Permissions);
