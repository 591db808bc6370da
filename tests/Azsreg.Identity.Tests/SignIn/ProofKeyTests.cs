namespace Azsreg.Identity.Tests;

public sealed class ProofKeyTests
{
    // RFC 7636 appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public void Proves_VectorOfRfc7636_True() => ProofKey.Proves(Verifier, Challenge).ShouldBeTrue();

    [Theory]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("short")]
    [InlineData("")]
    public void Proves_AnotherVerifier_False(string verifier) => ProofKey.Proves(verifier, Challenge).ShouldBeFalse();

    [Fact]
    public void Challenge_MissingForAPublicClient_Refused() =>
        Should.Throw<SignInException>(() => ProofKey.Challenge(null, null, required: true)).Code.ShouldBe(9002325);

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    public void Challenge_MethodOtherThanS256_Refused(string? method) =>
        Should.Throw<SignInException>(() => ProofKey.Challenge(Challenge, method, required: true)).Code.ShouldBe(501491);

    [Fact]
    public void Challenge_WrongLength_Refused() =>
        Should.Throw<SignInException>(() => ProofKey.Challenge("abc", "S256", required: true)).Code.ShouldBe(501491);
}
