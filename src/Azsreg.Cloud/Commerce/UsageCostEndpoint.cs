using System.Text.Json.Serialization;
using Azsreg.ArmServer;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// What reported usage costs by the rate card, by meter and billing model: <c>GET …/Microsoft.Commerce/UsageCosts</c> with the times of <c>UsageAggregates</c>.
/// The service has no such operation here (its readers multiply themselves); it is ours, for the owner of this Azure side. Only PayAsYouUse is rated.
/// </summary>
internal sealed class UsageCostEndpoint(SqlDatabase database, TimeProvider clock)
{
    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce/UsageCosts", "2015-06-01-preview");

    public void Map(IEndpointRouteBuilder app) =>
        app.MapArm("GET", "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/UsageCosts", GetAsync)
            .RequireArm("Microsoft.Commerce/UsageAggregates/read", Versions, ArmScope.Subscription);

    private async Task<IResult> GetAsync(ArmRequest request)
    {
        var range = UsageRange.Read(request, clock.GetUtcNow());
        await using var connection = await database.OpenAsync(request.Aborted);
        var rows = await connection.QueryAsync<(string Meter, string Model, long Whole, long Part)>(new CommandDefinition(
            $"""
            select meter_key, billing_model, {UsageReader.Sums} from {UsageReader.Table(range)} where {UsageReader.Reported}
            group by meter_key, billing_model order by meter_key, billing_model
            """,
            new { subscription = request.SubscriptionId, from = (long)range.From, to = (long)range.To },
            cancellationToken: request.Aborted));
        var costs = rows.Select(row => CostOf(row.Meter, row.Model, row.Whole + (row.Part / 1_000_000_000m))).ToArray();
        return ArmResults.Ok(
            new UsageCosts(RateCard.Default.File.Currency, costs.Sum(cost => cost.Cost), costs), UsageCostJson.Default.UsageCosts);
    }

    private static UsageCost CostOf(string meterKey, string model, decimal quantity)
    {
        var meter = UsageMeters.Find(meterKey);
        return new UsageCost(
            UsageMeters.SpellingOf(meterKey), meter?.Name, meter?.Unit, model, quantity,
            PriceOf(meterKey, model, quantity));
    }

    /// <summary>Development is never charged; Custom and Ruggedized are paid for otherwise.</summary>
    public static decimal PriceOf(string meterKey, string model, decimal quantity) =>
        model == nameof(BillingModel.PayAsYouUse) ? RateCard.Default.Price(meterKey, quantity) : 0;
}

internal sealed record UsageCosts(string Currency, decimal Total, IReadOnlyList<UsageCost> Value);

internal sealed record UsageCost(string MeterId, string? MeterName, string? Unit, string BillingModel, decimal Quantity, decimal Cost);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageCosts))]
[JsonSerializable(typeof(ArmPage<UsageDayCost>))]
internal sealed partial class UsageCostJson : JsonSerializerContext;
