using Azsreg.Operator.Offline;
using Azsreg.Operator.Tests.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Offline;

public sealed class OfflineTokenTests : OfflineRig
{
    [Fact]
    public async Task Token_Capacity_IsWrittenWithoutMarkAndKeepsLeadingZeros()
    {
        var outcome = await TokenAsync();

        var bytes = await File.ReadAllBytesAsync(TokenFile);
        bytes[0].ShouldBe((byte)'e');
        bytes[^1].ShouldBe((byte)'\n');
        outcome.Token!.Token.AgreementNumber.ShouldBe("0010004711");
        outcome.File.ShouldBe(TokenFile);
    }

    [Fact]
    public async Task Token_AskedOfTheStamp_HasBothFeaturesOff()
    {
        await TokenAsync();

        var command = Stamp.Commands.Single(one => one.Name == "New-RegistrationToken");
        command.Parameters.Single(one => one.Name == "MarketplaceSyndicationEnabled").Value.ShouldBe(false);
        command.Parameters.Single(one => one.Name == "UsageReportingEnabled").Value.ShouldBe(false);
    }

    [Fact]
    public async Task Token_LaterBuildWithSeveralNodes_SetsTheKeyPairFirst()
    {
        await TokenAsync();

        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation", "Set-RegistrationKeyPair", "New-RegistrationToken"]);
    }

    [Theory]
    [InlineData("1.0.171201.3")]
    [InlineData("1.0.180103.2")]
    public async Task Token_StampBefore1712_IsRefusedBeforeAToken(string version)
    {
        Stamp.Version = version;

        var failure = await RefusedAsync(() => TokenAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.StampTooOld);
        failure.Detail.ShouldContain($"1.0.180106.1 (1712) or later; this stamp is {version}");
        Stamp.Called("New-RegistrationToken").ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_Stamp1712_IsMade()
    {
        Stamp.Version = "1.0.180106.1";

        (await TokenAsync()).Token!.Seal.ShouldBe(TokenSeal.None);
    }

    [Fact]
    public async Task Token_SeveralRulesBroken_AreAllTold()
    {
        var failure = await RefusedAsync(() => TokenAsync(Capacity(TokenFile) with { BillingModel = BillingModel.PayAsYouUse, MsAssetTag = "tag" }));

        failure.Entry.ShouldBe(ErrorCatalogue.BillingRulesBroken);
        failure.Detail.ShouldContain("BillingModelNotDisconnected");
        failure.Detail.ShouldContain("AgreementNumberNotAllowed");
        failure.Detail.ShouldContain("MsAssetTagNotAllowed");
    }

    [Fact]
    public async Task Token_PlaceholderAsAgreement_IsNamed() =>
        (await RefusedAsync(() => TokenAsync(Capacity(TokenFile) with { AgreementNumber = "<your agreement number>" }))).Detail.ShouldContain("the placeholder <your agreement number>");

    [Fact]
    public async Task Token_FileOfAnotherStamp_StaysUnlessForced()
    {
        var other = RegistrationTokenCodec.Encode(new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });
        await File.WriteAllTextAsync(TokenFile, other);

        var failure = await RefusedAsync(() => TokenAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.CarriedFileInTheWay);
        failure.Detail.ShouldContain("cloud id 91d");
        (await File.ReadAllTextAsync(TokenFile)).ShouldBe(other);
        (await TokenAsync(Capacity(TokenFile) with { Force = true })).Token!.Token.CloudId.ShouldBe(FakeStamp.CloudId);
    }

    [Fact]
    public async Task Token_FileOfTheSameStamp_IsReplaced()
    {
        await TokenAsync();

        await TokenAsync(Capacity(TokenFile) with { AgreementNumber = "2" });

        CarriedFiles.ReadToken(TokenFile).Token.AgreementNumber.ShouldBe("2");
    }

    [Fact]
    public async Task Token_SomethingElseThere_IsNotReplaced()
    {
        await File.WriteAllTextAsync(TokenFile, "my notes");

        (await RefusedAsync(() => TokenAsync())).Entry.ShouldBe(ErrorCatalogue.CarriedFileInTheWay);

        (await File.ReadAllTextAsync(TokenFile)).ShouldBe("my notes");
    }

    [Fact]
    public async Task Token_FolderGiven_GetsTheUsualName() =>
        (await TokenAsync(Capacity(Stick))).File.ShouldBe(Path.Combine(Stick, $"AzureStack-{FakeStamp.CloudId}-registration-token.txt"));

    [Fact]
    public async Task Token_FolderMissing_IsRefusedBeforeAToken()
    {
        var failure = await RefusedAsync(() => TokenAsync(Capacity(Path.Combine(Stick, "no", "token.txt"))));

        failure.Entry.ShouldBe(ErrorCatalogue.CarriedFileNotWritten);
        Stamp.Called("New-RegistrationToken").ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_ToOutput_WritesNoFile()
    {
        var outcome = await TokenAsync(Capacity(null) with { ToOutput = true });

        outcome.Token.ShouldNotBeNull();
        outcome.File.ShouldBeNull();
        Directory.EnumerateFiles(Stick).ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_InJournal_IsNeverWritten()
    {
        var outcome = await TokenAsync();

        EverythingWritten().ShouldNotContain(outcome.Token!.Text.Reveal()[..40]);
    }
}
