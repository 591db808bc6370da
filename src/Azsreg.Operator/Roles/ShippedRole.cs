namespace Azsreg.Operator.Roles;

/// <summary>A role definition that comes with azsreg, as <c>az role definition create</c> and <c>New-AzRoleDefinition</c> read it.</summary>
/// <param name="Name">The role's name.</param>
/// <param name="Id">Azure's own id of a built-in role; null for a custom one, which Azure gives an id.</param>
/// <param name="IsCustom">True where it has to be made in a directory first.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Actions">What it allows.</param>
/// <param name="NotActions">What is taken away from that.</param>
/// <param name="DataActions">What it allows with data.</param>
/// <param name="NotDataActions">What is taken away from that.</param>
/// <param name="AssignableScopes">Where it can be given; a custom one's placeholder is to be replaced.</param>
public sealed record ShippedRole(
    string Name, string? Id, bool IsCustom, string Description, IReadOnlyList<string> Actions, IReadOnlyList<string> NotActions,
    IReadOnlyList<string> DataActions, IReadOnlyList<string> NotDataActions, IReadOnlyList<string> AssignableScopes)
{
    /// <summary>The role with a subscription in the placeholder's place.</summary>
    /// <param name="subscriptionId">The subscription's id.</param>
    public ShippedRole For(string subscriptionId) => this with
    {
        AssignableScopes = [.. AssignableScopes.Select(scope => scope.Replace(ShippedRoles.SubscriptionPlaceholder, subscriptionId, StringComparison.Ordinal))],
    };
}
