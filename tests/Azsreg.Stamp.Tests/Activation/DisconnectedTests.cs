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
            "This stamp is registered and activated without a line to Azure. Nothing is wrong. "
            + "Carry items to it: azsreg marketplace export on a connected machine, azsreg marketplace import at the stamp. (AZR6022)"));
        stamp.Azure.ProductLists.ShouldBe(0);
    }

    [Fact]
    public async Task NewRegistrationToken_OfAStampThatWasConnected_NamesNoPrincipal()
    {
        await using var stamp = await ActivatedStamp.StartAsync();

        (await TokenOfAsync(stamp, Token)).ObjectId.ShouldBeNull();
    }

    [Fact]
    public async Task NewRegistrationToken_AfterTheConnectedRegistrationWasRemoved_NamesNoPrincipal()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        (await stamp.InvokeAsync(new RemoteCommand("Remove-AzureStackActivation"))).Errors.ShouldBeEmpty();

        (await TokenOfAsync(stamp, Token)).ObjectId.ShouldBeNull();
    }

    [Fact]
    public async Task NewRegistrationToken_PrincipalMadeForIt_NamesItThoughBothFeaturesAreOff()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();

        (await TokenOfAsync(stamp, Token)).ObjectId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task NewRegistrationToken_WithAFeature_NamesThePrincipal()
    {
        await using var stamp = await ActivatedStamp.StartAsync();

        (await TokenOfAsync(stamp, Token.With("MarketplaceSyndicationEnabled", true))).ObjectId.ShouldNotBeNullOrEmpty();
    }

    /// <summary>From a line to files without a removal in between: the key is of the token, as Azure makes it.</summary>
    [Fact]
    public async Task NewAzureStackActivation_KeyOfAStampThatWasConnected_IsDisconnectedEverywhere()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        var token = await TokenOfAsync(stamp, Token);

        (await stamp.ActivateAsync(stamp.MakeKey(key => key with
        {
            ObjectId = token.ObjectId, BillingModel = token.BillingModel, UsageReportingEnabled = false, MarketplaceSyndicationEnabled = false,
        }))).Errors.ShouldBeEmpty();

        var location = await stamp.ReadAsync($"{stamp.Provider}/resourceGroups/System.local/providers/Microsoft.Fabric.Admin/fabricLocations/local", "2022-03-01");
        location["properties"]!["registrationStatus"]!.GetValue<string>().ShouldBe("Registered");
        location["properties"]!["isDisconnected"]!.GetValue<bool>().ShouldBeTrue();
        location["properties"]!["bridgeFault"].ShouldBeNull();
        using var products = await stamp.GetAsync(stamp.ActivationPath + "/products", "2016-01-01");
        (await TestStamp.ErrorOfAsync(products)).Code.ShouldBe("StampDisconnected");
        using var download = await stamp.SendAsync(HttpMethod.Post, stamp.ActivationPath + "/products/bitnami.wordpress-4.9.8/download", "2016-01-01");
        (await TestStamp.ErrorOfAsync(download)).Code.ShouldBe("StampDisconnected");
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

    private static async Task<RegistrationToken> TokenOfAsync(TestStamp stamp, RemoteCommand command)
    {
        var result = await stamp.InvokeAsync(command);
        result.Errors.ShouldBeEmpty();
        return RegistrationTokenCodec.Decode((string)result.Output.ShouldHaveSingleItem()!);
    }

    private static string Key(TestStamp stamp) => stamp.MakeKey(key => key with
    {
        ObjectId = null, BillingModel = "Development", UsageReportingEnabled = false, MarketplaceSyndicationEnabled = false,
    });
}
