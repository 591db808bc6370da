using Azsreg.Operator.Roles;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Roles;

public sealed class ShippedRolesTests
{
    [Fact]
    public void Bridge_IdAndName_AreAzuresOwn()
    {
        ShippedRoles.Bridge.Id.ShouldBe(WellKnown.RegistrationOwnerRoleId);
        ShippedRoles.Bridge.Name.ShouldBe(WellKnown.RegistrationOwnerRole);
        ShippedRoles.Bridge.IsCustom.ShouldBeFalse();
    }

    [Fact]
    public void Registration_Actions_HaveNoWildcard() => ShippedRoles.Registration.Actions.ShouldAllBe(action => !action.Contains('*'));

    [Fact]
    public void For_Subscription_TakesThePlaceholdersPlace() =>
        ShippedRoles.Registration.For("8f2a").AssignableScopes.ShouldBe(["/subscriptions/8f2a"]);

    [Fact]
    public void ToJson_ReadBack_IsTheFileThatAzuresToolsRead()
    {
        var json = ShippedRoles.ToJson(ShippedRoles.Registration.For("8f2a"));

        json.ShouldStartWith("{\n  \"Name\": \"Azure Stack registration role\",\n  \"IsCustom\": true,\n".ReplaceLineEndings());
        json.ShouldContain("\"AssignableScopes\": [");
        json.ShouldContain("\"/subscriptions/8f2a\"");
    }
}
