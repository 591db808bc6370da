using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// Costs by stamp and day of use: <c>GET …/Microsoft.Commerce/UsageCosts/days</c> with the times of <c>UsageAggregates</c>, in pages by key. As
/// <see cref="UsageCostEndpoint"/> it is ours. Where a rate has tiers a day costs what it adds to the days before it, so that days add up to the whole.
/// </summary>
internal sealed class UsageCostDays(SqlDatabase database, TimeProvider clock)
{
    private const int PageSize = 1000;

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce/UsageCosts", "2015-06-01-preview");

    public void Map(IEndpointRouteBuilder app) =>
        app.MapArm("GET", "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/UsageCosts/days", ListAsync)
            .RequireArm("Microsoft.Commerce/UsageAggregates/read", Versions, ArmScope.Subscription);

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var range = UsageRange.Read(request, clock.GetUtcNow());
        if (!range.Daily)
            throw CommerceErrors.InvalidGranularity();
        var page = request.ReadPage(PageSize, PageSize);
        await using var connection = await database.OpenAsync(request.Aborted);
        // Bounded by days, stamps, meters and models, not by resources: the roll-ups have no more rows than that.
        var rows = (await connection.QueryAsync<(long Used, string Cloud, string Meter, string Model, long Whole, long Part)>(new CommandDefinition(
            $"""
            select u.used, s.cloud_key, u.meter_key, u.billing_model, {UsageReader.Sums}
            from {UsageReader.Table(range)} u join usage_stamps s on s.stamp = u.stamp
            where u.{UsageReader.Reported}
            group by u.used, s.cloud_key, u.meter_key, u.billing_model order by u.used, s.cloud_key, u.meter_key, u.billing_model
            """,
            new { subscription = request.SubscriptionId, from = (long)range.From, to = (long)range.To },
            cancellationToken: request.Aborted))).ToList();
        var sums = new Dictionary<(string Meter, string Model), decimal>();
        var days = rows.ConvertAll(row =>
        {
            var quantity = row.Whole + (row.Part / 1_000_000_000m);
            var before = sums.GetValueOrDefault((row.Meter, row.Model));
            sums[(row.Meter, row.Model)] = before + quantity;
            var meter = UsageMeters.Find(row.Meter);
            return new UsageDayCost(
                DayOf(row.Used), row.Cloud, UsageMeters.SpellingOf(row.Meter), meter?.Name, meter?.Unit, row.Model, quantity,
                UsageCostEndpoint.PriceOf(row.Meter, row.Model, before + quantity) - UsageCostEndpoint.PriceOf(row.Meter, row.Model, before));
        });
        var shown = page.After is { } after ? days.SkipWhile(row => string.CompareOrdinal(KeyOf(row), after) <= 0) : days;
        return ArmResults.Ok(request.Page(page, [.. shown.Take(page.Take)], KeyOf), UsageCostJson.Default.ArmPageUsageDayCost);
    }

    // In the order of the query: all of it is digits and lower case, and the models are compared last.
    private static string KeyOf(UsageDayCost row) => $"{row.UsageDay} {row.CloudId} {UsageMeters.KeyOf(row.MeterId)} {row.BillingModel}";

    private static string DayOf(long day) => UsageRecordId.HourStart((int)day * 24).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record UsageDayCost(
    string UsageDay, string CloudId, string MeterId, string? MeterName, string? Unit, string BillingModel, decimal Quantity, decimal Cost);
