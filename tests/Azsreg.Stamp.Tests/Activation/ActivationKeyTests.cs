using System.Security.Cryptography;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Activation;

public sealed class ActivationKeyTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private readonly TestStamp _stamp = shared.Stamp;

    [Fact]
    public async Task Activate_KeyOfAnotherStamp_IsRefusedNamingBothCloudIds()
    {
        var other = Guid.Parse("11111111-2222-4333-8444-555555555555").ToString();

        var error = await RefusalAsync(_stamp.MakeKey(key => key with { CloudId = other }));

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyForeign,New-AzureStackActivation");
        error.Message.ShouldBe($"AZR5004 the activation key is for another stamp: it is for cloud id {other}; this stamp's is {_stamp.Facts.CloudId}.");
    }

    [Fact]
    public async Task Activate_ExpiredKey_IsRefusedNamingItsEnd()
    {
        var error = await RefusalAsync(_stamp.MakeKey(key => key with { Expires = "2020-01-01T00:00:00.0000000Z" }));

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyExpired,New-AzureStackActivation");
        error.Message.ShouldStartWith("AZR5005 the activation key has expired: it ended at 2020-01-01T00:00:00.0000000Z;");
    }

    [Fact]
    public async Task Activate_AlteredKey_IsRefused()
    {
        // Two keys of the same signer: the payload of one under the signature of the other.
        var (one, two) = (_stamp.MakeKey().Split('.'), _stamp.MakeKey(key => key with { BillingModel = "Development" }).Split('.'));

        var error = await RefusalAsync($"{one[0]}.{two[1]}.{one[2]}");

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyAltered,New-AzureStackActivation");
        error.Message.ShouldStartWith("AZR5002 ");
    }

    [Fact]
    public async Task Activate_KeyOfAnUnknownSigner_IsRefused()
    {
        using var stranger = RSA.Create(2048);

        var error = await RefusalAsync(_stamp.MakeKey(signer: stranger, keyId: "ffffffffffffffffffffffffffffffff"));

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyNotTrusted,New-AzureStackActivation");
        error.Message.ShouldStartWith("AZR5003 ");
    }

    [Fact]
    public async Task Activate_ForeignSignerUnderATrustedKeyId_IsRefused()
    {
        using var stranger = RSA.Create(2048);

        var error = await RefusalAsync(_stamp.MakeKey(signer: stranger));

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyAltered,New-AzureStackActivation");
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("a.b")]
    [InlineData("e30.e30.e30")]
    public async Task Activate_NoKeyAtAll_IsRefused(string text)
    {
        var error = await RefusalAsync(text);

        error.FullyQualifiedErrorId.ShouldBe("ActivationKeyMalformed,New-AzureStackActivation");
        error.Message.ShouldStartWith("AZR5001 the activation key cannot be read: ");
    }

    [Fact]
    public async Task Activate_EmptyKey_IsRefusedInPowerShellsWords()
    {
        var error = await RefusalAsync("");

        error.Message.ShouldBe("Cannot bind argument to parameter 'ActivationKey' because it is an empty string.");
    }

    [Fact]
    public async Task Activate_RefusedKey_LeavesNoActivationAndAnAuditRow()
    {
        await RefusalAsync(_stamp.MakeKey(key => key with { CloudId = "another" }));

        (await _stamp.GetAsync(_stamp.ActivationPath, "2016-01-01")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await _stamp.AuditAsync()).ShouldContain((@"AZURESTACK\CloudAdmin", "Microsoft.AzureBridge.Admin/activations/write", "Failed", "ActivationKeyForeign"));
    }

    private async Task<RemoteError> RefusalAsync(string key)
    {
        // One action at a time is the stamp's law, and the tests of a class run one after another.
        var result = await _stamp.InvokeAsync(new RemoteCommand("New-AzureStackActivation").With("ActivationKey", key));
        result.HadTerminatingError.ShouldBeTrue();
        return result.Errors.ShouldHaveSingleItem();
    }
}
