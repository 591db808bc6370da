using Azsreg.ArmServer.Pipeline;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.ArmServer.Tests.Pipeline;

public sealed class ArmPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/tenants", "/")]
    [InlineData("/subscriptions", "/")]
    [InlineData("/subscriptions/s", "/subscriptions/s")]
    [InlineData("/subscriptions/s/", "/subscriptions/s")]
    [InlineData("/subscriptions/s/locations", "/subscriptions/s")]
    [InlineData("/subscriptions/s/resourceGroups/g", "/subscriptions/s/resourceGroups/g")]
    [InlineData("/subscriptions/s/resourceGroups/g/resources", "/subscriptions/s/resourceGroups/g")]
    [InlineData("/subscriptions/s/providers/N", "/subscriptions/s/providers/N")]
    [InlineData("/subscriptions/s/providers/N/types", "/subscriptions/s/providers/N")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/N/types/n", "/subscriptions/s/resourceGroups/g/providers/N/types/n")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/N/types/n/act", "/subscriptions/s/resourceGroups/g/providers/N/types/n")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/N/t/n/providers/M/locks", "/subscriptions/s/resourceGroups/g/providers/N/t/n/providers/M")]
    [InlineData("/subscriptions/s/providers/M/locks/providers", "/subscriptions/s/providers/M/locks/providers")]
    public void Scope_OfAPath_IsTheResourceItNames(string path, string scope) => new ArmPath(path).Scope.ShouldBe(scope);

    [Fact]
    public void ResourceGroup_InAnyLetterCase_IsFound()
    {
        var path = new ArmPath("/SUBSCRIPTIONS/s/resourcegroups/Group/providers/N/t/n");
        (path.Subscription, path.ResourceGroup).ShouldBe(("s", "Group"));
    }

    [Fact]
    public void Scope_OfAnyPath_IsAPrefixOfIt() => Prop
        .ForAll<string>(text =>
        {
            var path = "/" + text;
            var scope = new ArmPath(path).Scope;
            return scope == "/" || path.StartsWith(scope, StringComparison.Ordinal);
        })
        .CheckSeeded();
}
