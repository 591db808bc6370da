using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;

namespace Azsreg.Stamp.Tests.Alerts;

public sealed class ActivationAlertsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "Activation Expiring Soon")]
    [InlineData(1, "Activation Expiring Soon")]
    [InlineData(0, "Activation Expired")]
    [InlineData(-1, "Activation Expired")]
    public void For_DaysToTheEnd_GivesTheAlertOfThatTime(int days, string? title)
    {
        var conditions = ActivationAlerts.For(Activation(Now.AddDays(days)), Now, TimeSpan.FromDays(30));

        conditions.Select(condition => condition.Title).SingleOrDefault().ShouldBe(title);
    }

    [Fact]
    public void For_NothingExpires_GivesNoAlert() =>
        ActivationAlerts.For(Activation(new DateTimeOffset(9999, 12, 30, 23, 59, 59, TimeSpan.Zero)), Now, TimeSpan.FromDays(30)).ShouldBeEmpty();

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
