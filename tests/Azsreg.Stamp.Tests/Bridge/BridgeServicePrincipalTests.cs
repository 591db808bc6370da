using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Bridge;

public sealed class BridgeServicePrincipalTests
{
    [Fact]
    public async Task New_FirstTime_MakesApplicationAndPrincipalAndTellsItsObjectId()
    {
        await using var stamp = await TestStamp.StartAsync();

        var objectId = await ObjectIdAsync(stamp);

        stamp.Azure.ServicePrincipals.Keys.ShouldBe([objectId]);
        var application = stamp.Azure.Applications.Values.ShouldHaveSingleItem();
        application["displayName"]!.GetValue<string>().ShouldBe($"AzureStackBridge-{stamp.Facts.CloudId}");
        var credential = application["keyCredentials"]![0]!;
        (credential["type"]!.GetValue<string>(), credential["usage"]!.GetValue<string>()).ShouldBe(("AsymmetricX509Cert", "Verify"));
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(credential["key"]!.GetValue<string>()));
        certificate.HasPrivateKey.ShouldBeFalse();
        certificate.GetRSAPublicKey()!.KeySize.ShouldBe(2048);
        (certificate.NotAfter.ToUniversalTime() - stamp.Clock.GetUtcNow().UtcDateTime).TotalDays.ShouldBeInRange(364, 366);
    }

    [Fact]
    public async Task New_FirstTime_RedeemsTheRefreshTokenAsAzurePowerShell()
    {
        await using var stamp = await TestStamp.StartAsync();

        await ObjectIdAsync(stamp);

        stamp.Azure.TokenRequests.ShouldHaveSingleItem()
            .ShouldStartWith($"1950a258-227b-4e31-a9cf-717495945fc2 refresh_token {stamp.Azure.Url}graph/.default");
    }

    [Fact]
    public async Task New_SecondTime_UsesTheSameOne()
    {
        await using var stamp = await TestStamp.StartAsync();
        var first = await ObjectIdAsync(stamp);

        (await ObjectIdAsync(stamp)).ShouldBe(first);

        stamp.Azure.Applications.Count.ShouldBe(1);
    }

    [Fact]
    public async Task New_PrincipalRemovedInTheDirectory_MakesAnotherForTheSameApplication()
    {
        await using var stamp = await TestStamp.StartAsync();
        var first = await ObjectIdAsync(stamp);
        stamp.Azure.ServicePrincipals.Clear();

        (await ObjectIdAsync(stamp)).ShouldNotBe(first);

        stamp.Azure.Applications.Count.ShouldBe(1);
    }

    [Fact]
    public async Task New_ApplicationLeftByARunThatWasCutOff_TakesItUp()
    {
        await using var stamp = await TestStamp.StartAsync();
        stamp.Azure.Applications["left"] = new JsonObject
        {
            ["id"] = "left", ["appId"] = "b0000000-0000-4000-8000-00000000feed", ["displayName"] = $"AzureStackBridge-{stamp.Facts.CloudId}",
        };

        var objectId = await ObjectIdAsync(stamp);

        stamp.Azure.Applications.Keys.ShouldBe(["left"]);
        stamp.Azure.ServicePrincipals[objectId].ShouldBe("b0000000-0000-4000-8000-00000000feed");
        Key(stamp).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task New_CertificateNearItsEnd_RenewsItAndKeepsThePrincipal()
    {
        await using var stamp = await TestStamp.StartAsync();
        var objectId = await ObjectIdAsync(stamp);
        var before = Key(stamp);

        stamp.Clock.Advance(TimeSpan.FromDays(340));

        (await ObjectIdAsync(stamp)).ShouldBe(objectId);
        Key(stamp).ShouldNotBe(before);
    }

    [Fact]
    public async Task New_RefreshTokenRefused_FailsWithAReasonAndLeavesNothing()
    {
        await using var stamp = await TestStamp.StartAsync();

        var error = (await stamp.InvokeAsync(TestStamp.BridgeCommand("an-expired-one"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("BridgeSignInRefused,New-AzureBridgeServicePrincipal");
        error.Message.ShouldStartWith("AZR4009 the stamp could not make its service principal in the directory: AZR3");
        error.Category.ShouldBe(RemoteErrorCategory.PermissionDenied);
        stamp.Azure.Applications.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_UserMayNotCreateApplications_FailsWithTheDirectorysWords()
    {
        await using var stamp = await TestStamp.StartAsync();
        stamp.Azure.MayCreateApplications = false;

        var error = (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("BridgePrincipalRefused,New-AzureBridgeServicePrincipal");
        error.Message.ShouldContain("Authorization_RequestDenied: Insufficient privileges to complete the operation.");
    }

    [Fact]
    public async Task New_NoRefreshToken_FailsBeforeAnythingIsAsked()
    {
        await using var stamp = await TestStamp.StartAsync();

        var error = (await stamp.InvokeAsync(new RemoteCommand("New-AzureBridgeServicePrincipal").With(FakeAzure.Tenant).With("Local"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("RefreshTokenMissing,New-AzureBridgeServicePrincipal");
        stamp.Azure.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_UnknownEnvironment_NamesTheKnownOnes()
    {
        await using var stamp = await TestStamp.StartAsync();

        var error = (await stamp.InvokeAsync(new RemoteCommand("New-AzureBridgeServicePrincipal")
            .With("TenantId", FakeAzure.Tenant).With("AzureEnvironment", "Mars").With("RefreshToken", "x"))).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe(
            "This stamp knows no Azure environment 'Mars'. It knows: Local, AzureCloud, AzureChinaCloud, AzureUSGovernment, AzureGermanCloud.");
    }

    [Fact]
    public async Task New_Done_NeitherStoreNorLogHoldsASecret()
    {
        await using var stamp = await TestStamp.StartAsync();
        await ObjectIdAsync(stamp);
        var key = stamp.MakeKey();
        await stamp.ActivateAsync(key);

        await stamp.StopAsync();

        var payload = key.Split('.')[1];
        var stored = string.Concat(Directory.GetFiles(stamp.Folder, "stamp.db*").Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        stored.ShouldNotContain(FakeAzure.RefreshToken);
        stored.ShouldNotContain(payload);
        stamp.Log.Text.ShouldNotContain(FakeAzure.RefreshToken);
        stamp.Log.Text.ShouldNotContain(payload);
    }

    private static async Task<string> ObjectIdAsync(TestStamp stamp)
    {
        var result = await stamp.InvokeAsync(TestStamp.BridgeCommand());
        result.Errors.ShouldBeEmpty();
        return result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>().GetString("ObjectId")!;
    }

    private static string Key(TestStamp stamp) => stamp.Azure.Applications.Values.Single()["keyCredentials"]![0]!["key"]!.GetValue<string>();
}
