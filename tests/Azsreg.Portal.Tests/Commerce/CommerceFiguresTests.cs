using Azsreg.AzureClient;
using Azsreg.Portal.Commerce;
using Azsreg.Portal.Tests.Shell;
using Azsreg.Portal.Usage;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Commerce;

public sealed class CommerceFiguresTests
{
    private const string BaseVm = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5";
    private const string Cloud = "5b000000-0000-4000-8000-0000000000e4";
    private static readonly UsageDaysChoice Days = UsageDaysChoice.Read("7", new ShiftedClock());
    private static readonly AzureSubscription Subscription = new("/subscriptions/a", "a", "Contoso Stamps", null, "Enabled", null);

    [Fact]
    public void Of_ManyDays_AddsUpToTheLastDigit()
    {
        var figures = Of([Row("2026-01-01", 0.1m, 0.0008m), Row("2026-01-02", 0.2m, 0.0016m), Row("2026-01-03", 1_000_000_000.000000001m, 8000000.000000000008m)]);

        figures.Cost.ShouldBe(8000000.002400000008m);
        figures.Meters.ShouldHaveSingleItem().Quantity.ShouldBe(1_000_000_000.300000001m);
    }

    [Fact]
    public void Of_UsageOfAStampRegisteredElsewhere_ListsItByItsCloudId()
    {
        var figures = Of([Row("2026-01-01", 1, 0.008m) with { CloudId = "91d00000-0000-4000-8000-00000000007c" }]);

        figures.Stamps.Select(stamp => stamp.Name).ShouldBe(["AzureStack-one", null]);
        figures.Stamps[1].Cost.ShouldBe(0.008m);
    }

    [Fact]
    public void Of_OneStampChosen_ShowsItsUsageOnly()
    {
        var figures = Of([Row("2026-01-01", 1, 0.008m), Row("2026-01-01", 5, 0.04m) with { CloudId = "91d00000-0000-4000-8000-00000000007c" }], Cloud.ToUpperInvariant());

        figures.Shown!.Name.ShouldBe("AzureStack-one");
        figures.Cost.ShouldBe(0.008m);
    }

    [Fact]
    public void Of_AChangeOfBillingModel_IsARowEach()
    {
        var figures = Of([Row("2026-01-01", 1, 0.008m), Row("2026-01-02", 1, 0) with { BillingModel = "Development" }]);

        figures.Meters.Select(meter => (meter.BillingModel, meter.Cost)).ShouldBe([("PayAsYouUse", 0.008m), ("Development", 0m)]);
    }

    private static CommerceFigures Of(IReadOnlyList<UsageDayCost> costs, string? shown = null) => CommerceFigures.Of(
        Days, Subscription, new RateCardAnswer("USD", [new RateCardPrice(BaseVm, null, null, new Dictionary<string, decimal> { ["0"] = 0.008m })]),
        [new Protocol.Registration($"/subscriptions/a/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-one", "AzureStack-one", "t", "global", new RegistrationProperties(null, Cloud, "PayAsYouUse"))],
        costs, [], shown);

    private static UsageDayCost Row(string day, decimal quantity, decimal cost) => new(day, Cloud, BaseVm, "Base VM Size Hours", "Virtual core hours", "PayAsYouUse", quantity, cost);
}
