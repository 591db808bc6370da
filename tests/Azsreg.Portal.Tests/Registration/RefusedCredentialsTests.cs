using Azsreg.Portal.Registration;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Registration;

public sealed class RefusedCredentialsTests
{
    private static readonly CloudAdminForm Wrong = new("", "A", new Secret("wrong"));
    private readonly RefusedCredentials _refused = new(TimeProvider.System);

    [Fact]
    public void Demand_RefusedBefore_IsNotTried()
    {
        _refused.Remember(Wrong);

        Should.Throw<CataloguedException>(() => _refused.Demand(Wrong)).Entry.ShouldBe(ErrorCatalogue.CredentialRefusedBefore);
    }

    [Fact]
    public void Demand_AnotherPassword_IsTried()
    {
        _refused.Remember(Wrong);

        Should.NotThrow(() => _refused.Demand(Wrong with { Password = new Secret("right") }));
    }

    [Fact]
    public void Forget_TypedAgain_IsTried()
    {
        _refused.Remember(Wrong);
        _refused.Forget(Wrong);

        Should.NotThrow(() => _refused.Demand(Wrong));
    }
}
