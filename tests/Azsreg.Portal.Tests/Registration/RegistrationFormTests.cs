using Azsreg.Operator.Accounts;
using Azsreg.Portal.Registration;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Azsreg.Portal.Tests.Registration;

public sealed class RegistrationFormTests
{
    private static readonly AccountSubscription PayAsYouGo = new("s1", "Stamps", "t1", "contoso", "Enabled", "PayAsYouGo_2014-09-01", "Owner");
    private static readonly AccountSubscription Enterprise = PayAsYouGo with { Id = "s2", QuotaId = "EnterpriseAgreement_2014-09-01" };

    [Fact]
    public void Read_FieldsOfAnotherModel_AreNotPartOfTheRequest()
    {
        var form = Read(("do", "register"), ("billing-model", "Development"), ("agreement-number", "0001"), ("ms-asset-tag", "tag"), ("usage-reporting", "off"));

        var request = form.ToRequest();

        request.BillingModel.ShouldBe(BillingModel.Development);
        request.AgreementNumber.ShouldBeNull();
        request.MsAssetTag.ShouldBeNull();
        request.UsageReporting.ShouldBe(false);
    }

    [Fact]
    public void Read_ControlCharacters_AreRefused() =>
        Should.Throw<CataloguedException>(() => Read(("registration-name", "a\nb"))).Entry.ShouldBe(ErrorCatalogue.FormIncomplete);

    [Fact]
    public void Read_Renewal_AsksForTheAgreementOnly()
    {
        var request = Read(("do", "renew"), ("billing-model", "Capacity"), ("agreement-number", "00012345")).ToRequest();

        request.Renew.ShouldBeTrue();
        request.BillingModel.ShouldBeNull();
        request.AgreementNumber.ShouldBe("00012345");
    }

    [Theory]
    [InlineData("Capacity", "the agreement number")]
    [InlineData("Custom", "the asset tag")]
    public void Missing_ModelWithoutItsNumber_NamesIt(string model, string missing) =>
        Read(("do", "register"), ("subscription", "s1"), ("billing-model", model), ("cloud-admin", "A"), ("cloud-admin-password", "p")).Missing().ShouldBe([missing]);

    [Fact]
    public void NotOffered_NoEnterpriseAgreement_KeepsCapacityOut()
    {
        RegistrationForm.NotOffered([PayAsYouGo], "1.2311.1.22").Keys.ShouldBe([BillingModel.Capacity]);
        RegistrationForm.NotOffered([PayAsYouGo, Enterprise], "1.2311.1.22").ShouldBeEmpty();
    }

    [Fact]
    public void NotOffered_OldStamp_KeepsCustomOut() =>
        RegistrationForm.NotOffered([Enterprise], "1.1908.0.1").Keys.ShouldBe([BillingModel.Custom]);

    [Fact]
    public void ToCommand_ValuesWithBlanks_AreQuotedAndThePasswordIsNowhere()
    {
        var command = Read(
            ("do", "register"), ("subscription", "Contoso Stamps"), ("billing-model", "Capacity"), ("agreement-number", "0001"), ("cloud-admin-password", "very secret"))
            .ToCommand("AzS-ERCS01");

        command.ShouldBe("azsreg registration set --stamp AzS-ERCS01 --billing-model Capacity --agreement-number 0001 --subscription \"Contoso Stamps\"");
    }

    [Fact]
    public void ToString_Form_HasNoPassword() =>
        Read(("cloud-admin-password", "very secret")).ToString().ShouldNotContain("very secret");

    private static RegistrationForm Read(params (string Name, string Value)[] fields) =>
        RegistrationForm.Read(new FormCollection(fields.ToDictionary(field => field.Name, field => new StringValues(field.Value))));
}
