using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;

namespace Azsreg.Stamp.Tests.Alerts;

public sealed class ActivationAlertsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly int[] Days = [90, 30, 7];

    [Theory]
    [InlineData(91, null, null)]
    [InlineData(90, "Activation Expiring Soon", "(no more than 90 days are left)")]
    [InlineData(31, "Activation Expiring Soon", "(no more than 90 days are left)")]
    [InlineData(30, "Activation Expiring Soon", "(no more than 30 days are left)")]
    [InlineData(7, "Activation Expiring Soon", "(no more than 7 days are left)")]
    [InlineData(1, "Activation Expiring Soon", "(no more than 7 days are left)")]
    [InlineData(0, "Activation Expired", null)]
    [InlineData(-1, "Activation Expired", null)]
    public void For_DaysToTheEnd_GivesTheAlertOfThatTime(int days, string? title, string? left)
    {
        var condition = ActivationAlerts.For(Activation(Now.AddDays(days)), Now, Days).SingleOrDefault();

        condition?.Title.ShouldBe(title);
        (condition is null).ShouldBe(title is null);
        if (left is not null)
            condition!.Description[^1].Text.ShouldBe(left);
    }

    [Fact]
    public void For_NothingExpires_GivesNoAlert() =>
        ActivationAlerts.For(Activation(new DateTimeOffset(9999, 12, 30, 23, 59, 59, TimeSpan.Zero)), Now, Days).ShouldBeEmpty();

    [Theory]
    [InlineData(100, 10)]
    [InlineData(90, 60)]
    [InlineData(20, 13)]
    [InlineData(3, 3)]
    public void NextChange_DaysToTheEnd_IsTheNextAnnouncementOrTheEnd(int days, int until) =>
        ActivationAlerts.NextChange(Activation(Now.AddDays(days)), Now, Days).ShouldBe(Now.AddDays(until));

    [Fact]
    public void NextChange_EndedOrNotActivated_IsNever()
    {
        ActivationAlerts.NextChange(Activation(Now), Now, Days).ShouldBeNull();
        ActivationAlerts.NextChange(null, Now, Days).ShouldBeNull();
    }

    private static ActivationRecord Activation(DateTimeOffset expiresAt) => new()
    {
        ActivationId = Guid.Empty,
        RegistrationId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r",
        Environment = "Local",
        DisplayName = "Azure Stack Activation",
        BillingModel = "Capacity",
        ObjectId = "",
        MarketplaceEndpoint = "",
        MarketplaceResourceUri = "",
        UsageEndpoint = "",
        UsageResourceUri = "",
        ExpiresAt = expiresAt,
        MarketplaceSyndicationEnabled = true,
        UsageReportingEnabled = false,
        ActivationKey = new Secret("key"),
        ActivatedAt = "",
        ChangedAt = "",
    };
}
