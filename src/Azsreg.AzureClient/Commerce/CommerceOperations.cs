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
