using System.Net;
using System.Text;
using Azsreg.Protocol;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Activation;

/// <summary>A stamp without a line to Azure: its token leaves as a file, and a key comes back as one.</summary>
public sealed class DisconnectedTests
{
    private static readonly RemoteCommand Token = new RemoteCommand("New-RegistrationToken").With("BillingModel", "Development");

    [Fact]
    public async Task NewRegistrationToken_Before1712WithoutABridge_IsRefused()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = "1.0.171201.3" });

        var error = (await stamp.InvokeAsync(Token)).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("StampTooOld,New-RegistrationToken");
        error.Message.ShouldBe("AZR4003 the stamp is too old for this: Disconnected registration needs a stamp of 1.0.180106.1 (1712) or later; this stamp is 1.0.171201.3.");
    }

    [Fact]
    public async Task NewRegistrationToken_Before1712WithABridge_IsMade()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = "1.0.171201.3" });
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();

        (await stamp.InvokeAsync(Token)).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task NewAzureStackActivation_Before1712WithoutABridge_IsRefused()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = "1.0.171201.3" });

        var error = (await stamp.ActivateAsync(Key(stamp))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("StampTooOld,New-AzureStackActivation");
    }

    [Fact]
    public async Task NewAzureStackActivation_KeyWithoutABridge_ActivatesAndTheMarketplaceSaysThatOfflineIsNormal()
    {
        await using var stamp = await TestStamp.StartAsync();

        (await stamp.ActivateAsync(Key(stamp))).Errors.ShouldBeEmpty();

        (await stamp.ActiveAlertsAsync()).ShouldBeEmpty();
        using var products = await stamp.GetAsync(stamp.ActivationPath + "/products", "2016-01-01");
        products.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(products)).ShouldBe((
            "StampDisconnected",
            "This stamp is registered and activated without a line to Azure, so it lists and downloads no marketplace items of its own accord. Nothing is wrong. "
            + "Carry items to it: azsreg marketplace export on a connected machine, azsreg marketplace import at the stamp. (AZR6022)"));
        stamp.Azure.ProductLists.ShouldBe(0);
    }

    [Fact]
    public async Task NewAzureStackActivation_SigningKeysGivenLater_NeedNoRestart()
    {
        var file = Path.GetTempFileName();
        await using var stamp = await TestStamp.StartAsync(options => options with { TrustedActivationKeys = null, TrustedActivationKeysFile = file });
        await File.WriteAllTextAsync(file, """{"keys":[]}""");
        (await stamp.ActivateAsync(Key(stamp))).Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldStartWith("ActivationKeyNotTrusted");

        await File.WriteAllTextAsync(file, TestStamp.KeySet());

        (await stamp.ActivateAsync(Key(stamp))).Errors.ShouldBeEmpty();
        File.Delete(file);
    }

    [Fact]
    public async Task ActivateAsync_ABitOfTheKeyFlipped_IsRefusedAndTheKeyItselfIsNot()
    {
        await using var stamp = await TestStamp.StartAsync();
        var service = stamp.Services.GetRequiredService<ActivationService>();
        var key = Encoding.ASCII.GetBytes(Key(stamp));
        // Every bit is flipped where the key is read (Protocol); here one of each fifth character, as each refusal is written to the audit.
        for (var index = 0; index < key.Length; index += 5)
        {
            var flipped = (byte[])key.Clone();
            flipped[index] ^= (byte)(1 << (index % 7));

            var refusal = await Should.ThrowAsync<CommandFailure>(
                () => service.ActivateAsync(StampCaller.CloudAdministrator("test"), new Secret(Encoding.ASCII.GetString(flipped)), CancellationToken.None), $"character {index}");

            refusal.ErrorId.ShouldBeOneOf("ActivationKeyAltered", "ActivationKeyMalformed", "ActivationKeyNotTrusted");
        }

        (await service.ActivateAsync(StampCaller.CloudAdministrator("test"), new Secret(Encoding.ASCII.GetString(key)), CancellationToken.None)).ObjectId.ShouldBe("");
    }

    private static string Key(TestStamp stamp) => stamp.MakeKey(key => key with
    {
        ObjectId = null, BillingModel = "Development", UsageReportingEnabled = false, MarketplaceSyndicationEnabled = false,
    });
}
