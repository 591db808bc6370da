using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

public sealed class ValueResolutionTests
{
    private static readonly RegistrationValues PayAsYouUse = new(BillingModel.PayAsYouUse, true, true, null, null);
    private static readonly RegistrationValues Capacity = new(BillingModel.Capacity, false, true, "0012345", null);

    [Fact]
    public void Resolve_NothingGivenAndNotRegistered_AsksForTheBillingModel()
    {
        Resolve(new RegistrationRequest(), null).Problems.Single().Code.ShouldBe("MissingBillingModel");
    }

    [Fact]
    public void Resolve_NothingGivenAndRegistered_KeepsEverything()
    {
        Resolve(new RegistrationRequest(), Capacity).Values.ShouldBe(Capacity);
    }

    [Fact]
    public void Resolve_ModelChanges_DropsTheAgreementOfTheFormerOne()
    {
        Resolve(new RegistrationRequest { BillingModel = BillingModel.Development }, Capacity).Values.ShouldBe(
            new RegistrationValues(BillingModel.Development, true, true, null, null));
    }

    [Fact]
    public void Resolve_ChosenUsageReporting_SurvivesAChangeBetweenModelsThatLeaveTheChoice()
    {
        var registered = new RegistrationValues(BillingModel.Development, false, true, null, null);

        Resolve(new RegistrationRequest { BillingModel = BillingModel.Ruggedized }, registered).Values!.UsageReporting.ShouldBeFalse();
    }

    [Fact]
    public void Resolve_PayAsYouUseFromCapacity_TurnsUsageReportingOn()
    {
        var (values, problems) = Resolve(new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse }, Capacity);

        problems.ShouldBeEmpty();
        values.ShouldBe(PayAsYouUse);
    }

    [Fact]
    public void Resolve_PayAsYouUseWithUsageOff_IsRefused()
    {
        Resolve(new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse, UsageReporting = false }, null)
            .Problems.Single().Code.ShouldBe("UsageReportingRequired");
    }

    [Fact]
    public void Resolve_SyndicationOff_StaysOffWhenTheModelChanges()
    {
        Resolve(new RegistrationRequest { BillingModel = BillingModel.Development }, PayAsYouUse with { MarketplaceSyndication = false })
            .Values!.MarketplaceSyndication.ShouldBeFalse();
    }

    private static (RegistrationValues? Values, IReadOnlyList<BillingProblem> Problems) Resolve(RegistrationRequest request, RegistrationValues? registered) =>
        ValueResolution.Resolve(request, registered, new Version(1, 2311, 1, 22), "EnterpriseAgreement_2014-09-01");
}
