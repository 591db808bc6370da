namespace Azsreg.Protocol.Tests.Billing;

public sealed class BillingRulesTests
{
    [Theory]
    [InlineData(BillingModel.PayAsYouUse, true)]
    [InlineData(BillingModel.Capacity, false)]
    [InlineData(BillingModel.Development, true)]
    [InlineData(BillingModel.Custom, false)]
    [InlineData(BillingModel.Ruggedized, true)]
    public void EffectiveUsageReporting_NothingSaid_IsTheModelsDefault(BillingModel model, bool expected) =>
        BillingRules.EffectiveUsageReporting(new BillingRequest(model)).ShouldBe(expected);

    [Fact]
    public void EffectiveUsageReporting_CapacityAskedOn_IsForcedOff() =>
        BillingRules.EffectiveUsageReporting(new BillingRequest(BillingModel.Capacity, UsageReporting: true)).ShouldBeFalse();

    [Fact]
    public void EffectiveFeatures_Disconnected_AreOffByDefault()
    {
        var request = new BillingRequest(BillingModel.Development, Disconnected: true);

        BillingRules.EffectiveUsageReporting(request).ShouldBeFalse();
        BillingRules.EffectiveSyndication(request).ShouldBeFalse();
    }

    [Fact]
    public void Check_PayAsYouUseWithUsageOff_IsRefused() =>
        Codes(new BillingRequest(BillingModel.PayAsYouUse, UsageReporting: false)).ShouldBe(["UsageReportingRequired"]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Check_CapacityWithoutAgreement_IsRefused(string? number) =>
        Codes(new BillingRequest(BillingModel.Capacity, AgreementNumber: number)).ShouldBe(["MissingAgreementNumber"]);

    [Fact]
    public void Check_CapacityOnPayAsYouGoOffer_IsRefused() =>
        Codes(new BillingRequest(BillingModel.Capacity, AgreementNumber: "0012", QuotaId: "PayAsYouGo_2014-09-01")).ShouldBe(["OfferNotAllowed"]);

    [Fact]
    public void Check_CustomOnOldStampWithoutTag_TellsBothProblems() =>
        Codes(new BillingRequest(BillingModel.Custom, StampVersion: new Version(1, 1908, 0, 20))).ShouldBe(["MissingMsAssetTag", "StampTooOld"]);

    [Fact]
    public void Check_CustomAtTheGate_IsAllowed() =>
        Codes(new BillingRequest(BillingModel.Custom, MsAssetTag: "A-1", StampVersion: StampVersions.AssetTag)).ShouldBeEmpty();

    [Theory]
    [InlineData(BillingModel.PayAsYouUse)]
    [InlineData(BillingModel.Ruggedized)]
    public void Check_MeteredModelDisconnected_IsRefused(BillingModel model) =>
        Codes(new BillingRequest(model, Disconnected: true)).ShouldBe(["BillingModelNotDisconnected"]);

    [Fact]
    public void Check_DisconnectedBefore1712_IsRefused() =>
        Codes(new BillingRequest(BillingModel.Development, Disconnected: true, StampVersion: new Version(1, 0, 171201, 3))).ShouldBe(["StampTooOld"]);

    [Theory]
    [InlineData("<Agreement Number>", "PlaceholderLeftIn")]
    [InlineData("*number*", "PlaceholderLeftIn")]
    [InlineData("12;34", "ValueMalformed")]
    public void Check_AgreementNumberThatIsNone_IsRefused(string number, string code) =>
        Codes(new BillingRequest(BillingModel.Capacity, AgreementNumber: number)).ShouldBe([code]);

    [Fact]
    public void Check_AgreementNumberTooLong_IsRefused() =>
        Codes(new BillingRequest(BillingModel.Capacity, AgreementNumber: new string('1', BillingRules.MaxTextLength + 1))).ShouldBe(["ValueTooLong"]);

    private static IEnumerable<string> Codes(BillingRequest request) => BillingRules.Check(request).Select(problem => problem.Code);
}
