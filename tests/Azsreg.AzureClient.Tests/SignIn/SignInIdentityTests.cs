using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.SignIn;

public sealed class SignInIdentityTests
{
    [Fact]
    public void TryRead_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text => SignInIdentity.TryRead(new Secret($"a.{text}.c"))?.TenantId is null).CheckSeeded();

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("a.W10.c")]
    [InlineData("a.====.c")]
    [InlineData("a.eyJ0aWQiOiJcdWQ4MDAifQ.c")] // {"tid":"\ud800"}
    public void TryRead_NoToken_IsNull(string text) => SignInIdentity.TryRead(new Secret(text)).ShouldBeNull();

    [Fact]
    public void TryRead_ServicePrincipal_HasNoUserName()
    {
        // {"tid":"t","oid":"o","appid":"a"}
        var identity = SignInIdentity.TryRead(new Secret("e30.eyJ0aWQiOiJ0Iiwib2lkIjoibyIsImFwcGlkIjoiYSJ9.s"));

        identity!.IsServicePrincipal.ShouldBeTrue();
        identity.ApplicationId.ShouldBe("a");
    }
}
