using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Identity.Tests;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59L, "94287082")]
    [InlineData(1111111109L, "07081804")]
    [InlineData(1111111111L, "14050471")]
    [InlineData(1234567890L, "89005924")]
    [InlineData(2000000000L, "69279037")]
    [InlineData(20000000000L, "65353130")]
    public void Code_TimesOfRfc6238AppendixB_TheRfcsCodes(long unixSeconds, string code) =>
        Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)), digits: 8).ShouldBe(code);

    [Theory]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    public void Match_CodeOfANeighbouringStep_OneStepOfDriftIsAccepted(int seconds, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111109);
        var code = Totp.Code(Secret, Totp.StepAt(now.AddSeconds(seconds)));
        (Totp.Match(Secret, code, now) is not null).ShouldBe(accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("١٢٣٤٥٦")]
    public void Match_NotSixDigits_None(string code) => Totp.Match(Secret, code, DateTimeOffset.UnixEpoch).ShouldBeNull();

    [Theory]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [InlineData("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")]
    public void TryParseSecret_Base32_TheBytes(string text)
    {
        Totp.TryParseSecret(new Secret(text), out var secret).ShouldBeTrue();
        secret.ShouldBe(Secret);
    }

    [Theory]
    [InlineData("GEZDGNBV")]
    [InlineData("not base 32!")]
    [InlineData("")]
    public void TryParseSecret_ShortOrNoBase32_False(string text) => Totp.TryParseSecret(new Secret(text), out _).ShouldBeFalse();
}
