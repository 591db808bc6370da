namespace Azsreg.Cloud.Tests.Resources;

public sealed class RolePermissionsTests
{
    [Theory]
    [InlineData("*", "anything/at/all", true)]
    [InlineData("*/read", "Microsoft.AzureStack/registrations/read", true)]
    [InlineData("*/read", "Microsoft.AzureStack/registrations/write", false)]
    [InlineData("Microsoft.AzureStack/registrations/*", "microsoft.azurestack/REGISTRATIONS/getActivationKey/action", true)]
    [InlineData("Microsoft.AzureStack/registrations/products/*/action", "Microsoft.AzureStack/registrations/products/listDetails/action", true)]
    [InlineData("Microsoft.AzureStack/registrations/products/*/action", "Microsoft.AzureStack/registrations/getActivationKey/action", false)]
    [InlineData("Microsoft.Authorization/*/Write", "Microsoft.Authorization/locks/write", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("", "a", false)]
    public void Matches_Pattern_AsRolesDo(string pattern, string action, bool expected) =>
        RolePermissions.Matches(pattern, action).ShouldBe(expected);

    [Theory]
    [InlineData("Microsoft.Authorization/roleAssignments/write", false)]
    [InlineData("Microsoft.Authorization/locks/delete", false)]
    [InlineData("Microsoft.Authorization/locks/read", true)]
    [InlineData("Microsoft.AzureStack/registrations/write", true)]
    public void Allows_Contributor_AllButGivingRights(string action, bool expected) => BuiltInRoles.Contributor.Allows(action).ShouldBe(expected);
}
