using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Arm;

public sealed class ArmResourceIdTests
{
    private const string Registration =
        "/subscriptions/8f2a0000-0000-4000-8000-000000000a90/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-1";

    [Fact]
    public void Parse_Registration_TellsItsParts()
    {
        var id = ArmResourceId.Parse(Registration);

        id.SubscriptionId.ShouldBe("8f2a0000-0000-4000-8000-000000000a90");
        id.ResourceGroupName.ShouldBe("azurestack");
        id.ResourceType.ShouldBe("Microsoft.AzureStack/registrations");
        id.ProviderNamespace.ShouldBe("Microsoft.AzureStack");
        id.Name.ShouldBe("AzureStack-1");
        id.Parent!.ToString().ShouldBe("/subscriptions/8f2a0000-0000-4000-8000-000000000a90/resourceGroups/azurestack");
    }

    [Fact]
    public void Parse_Child_TypeHasAllSegments()
    {
        var id = ArmResourceId.Parse(Registration + "/products/canonical.ubuntu-1.0.0");

        id.ResourceType.ShouldBe("Microsoft.AzureStack/registrations/products");
        id.Parent.ShouldBe(ArmResourceId.Parse(Registration));
    }

    [Fact]
    public void Parse_LockOfAResource_IsAnExtension()
    {
        var id = ArmResourceId.Parse(Registration + "/providers/Microsoft.Authorization/locks/RegistrationResourceLock");

        id.ResourceType.ShouldBe("Microsoft.Authorization/locks");
        id.Parent.ShouldBe(ArmResourceId.Parse(Registration));
        id.ResourceGroupName.ShouldBe("azurestack");
    }

    [Fact]
    public void Equals_OtherLetterCase_IsTrue() =>
        ArmResourceId.Parse(Registration.ToUpperInvariant()).ShouldBe(ArmResourceId.Parse(Registration));

    [Fact]
    public void Parse_TrailingSlash_IsDropped() => ArmResourceId.Parse(Registration + "/").ToString().ShouldBe(Registration);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("subscriptions/x")]
    [InlineData("/subscriptions")]
    [InlineData("/subscriptions//resourceGroups/a")]
    [InlineData("/subscriptions/x/resourceGroups")]
    [InlineData("/subscriptions/x/other/y")]
    [InlineData("/subscriptions/x/providers/Microsoft.AzureStack")]
    [InlineData("/subscriptions/x/resourceGroups/a?b")]
    [InlineData("/subscriptions/x/resourceGroups/a%2Fb")]
    [InlineData("/subscriptions/x\n/resourceGroups/a")]
    public void TryParse_NotAnId_IsFalse(string text) => ArmResourceId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_TooLong_IsFalse() =>
        ArmResourceId.TryParse("/subscriptions/" + new string('a', ArmResourceId.MaxLength), out _).ShouldBeFalse();

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndPrintsWhatItRead() =>
        Prop.ForAll<string>(text => !ArmResourceId.TryParse(text, out var id) || text.TrimEnd('/') == id.ToString().TrimEnd('/'))
            .CheckSeeded();
}
