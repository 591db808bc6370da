using System.Globalization;
using System.Runtime.CompilerServices;
using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Usage as Azure's commerce tells it (Microsoft.Commerce 2015-06-01-preview), by reported time only.</summary>
public sealed class CommerceOperations
{
    internal const string ApiVersion = "2015-06-01-preview";

    private readonly ArmClient _arm;

    internal CommerceOperations(ArmClient arm) => _arm = arm;

    /// <summary>The usage of a subscription that was reported within a range.</summary>
    /// <param name="subscriptionId">The subscription it is billed to.</param>
    /// <param name="from">First reported time, UTC; on the hour, for days at midnight.</param>
    /// <param name="to">The time after the last.</param>
    /// <param name="daily">True for rows a day, false for rows an hour.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="ArmException">Such as 400 <c>RequestEndTimeIsInFuture</c>.</exception>
    public IAsyncEnumerable<UsageAggregation> ListUsageAsync(
        string subscriptionId, DateTimeOffset from, DateTimeOffset to, bool daily, CancellationToken cancellationToken = default) =>
        ListAsync(
            _arm, $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/Microsoft.Commerce/UsageAggregates", from, to, daily, [new("showDetails", "true")], cancellationToken);

    /// <summary>Costs by stamp and day of use; this system's Azure side only, others answer with 404.</summary>
    /// <param name="subscriptionId">The subscription it is billed to.</param>
    /// <param name="from">First reported day, UTC.</param>
    /// <param name="to">The day after the last; the running day may be asked for.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<UsageDayCost> ListCostDaysAsync(string subscriptionId, DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(
            new ArmRequest(HttpMethod.Get, $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/Microsoft.Commerce/UsageCosts/days", ApiVersion)
            {
                Query =
                [
                    new("reportedStartTime", Text(new DateTimeOffset(from, default, default))), new("reportedEndTime", Text(new DateTimeOffset(to, default, default))),
                    new("aggregationGranularity", "Daily"),
                ],
            },
            AzureJson.Default.ArmPageUsageDayCost,
            cancellationToken);

    /// <summary>The prices of an offer.</summary>
    /// <param name="subscriptionId">A subscription the caller may read.</param>
    /// <param name="offer">The offer, such as <c>MS-AZR-0003P</c>.</param>
    /// <param name="currency">Such as <c>USD</c>.</param>
    /// <param name="locale">Such as <c>en-US</c>.</param>
    /// <param name="region">Such as <c>US</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArmException">400: there is none for these.</exception>
    public async Task<RateCardAnswer> GetRateCardAsync(
        string subscriptionId, string offer, string currency, string locale, string region, CancellationToken cancellationToken = default) =>
        ArmClient.Required(await _arm.SendAsync(
            new ArmRequest(HttpMethod.Get, $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/Microsoft.Commerce/RateCard", ApiVersion)
            {
                Query = [new("$filter", $"OfferDurableId eq '{offer}' and Currency eq '{currency}' and Locale eq '{locale}' and RegionInfo eq '{region}'")],
            },
            AzureJson.Default.RateCardAnswer, cancellationToken));

    internal static async IAsyncEnumerable<UsageAggregation> ListAsync(
        ArmClient arm, string path, DateTimeOffset from, DateTimeOffset to, bool daily, IReadOnlyList<KeyValuePair<string, string>> more,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ArmRequest(HttpMethod.Get, path, ApiVersion)
        {
            Query =
            [
                new("reportedStartTime", Text(from)), new("reportedEndTime", Text(to)), new("aggregationGranularity", daily ? "Daily" : "Hourly"), .. more,
            ],
        };
        await foreach (var row in arm.ListAsync(request, AzureJson.Default.ArmPageUsageAggregation, cancellationToken))
            yield return row;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
