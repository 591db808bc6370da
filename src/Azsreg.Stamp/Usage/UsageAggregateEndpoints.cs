using System.Text.Json.Nodes;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// The usage API, api-version 2015-06-01-preview: for the operator <c>Microsoft.Commerce.Admin/subscriberUsageAggregates</c>, for one tenant
/// subscription <c>Microsoft.Commerce/UsageAggregates</c>. This stamp has one host for both, and the operator reads for the tenants.
/// </summary>
internal static class UsageAggregateEndpoints
{
    private const string RowType = "Microsoft.Commerce/UsageAggregate";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce.Admin/subscriberUsageAggregates", "2015-06-01-preview");

    public static void MapUsageAggregates(this IEndpointRouteBuilder routes)
    {
        // The api-version is judged here: this API has a code of its own for a missing one.
        routes.MapGet("/subscriptions/{subscriptionId}/providers/Microsoft.Commerce.Admin/subscriberUsageAggregates", ListForOperatorAsync)
            .RequireArm(StampActions.ReadUsage, null, ArmScope.Subscription);
        routes.MapGet("/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/UsageAggregates", ListForTenantAsync)
            .RequireArm(StampActions.ReadTenantUsage, null, ArmScope.Subscription);
    }

    private static async Task<IResult> ListForOperatorAsync(ArmRequest request, UsageAggregates aggregates, StampFacts facts, TimeProvider clock)
    {
        Guid? subscriber = null;
        if (request.Query("subscriberId") is { } text)
        {
            subscriber = Guid.TryParseExact(text, "D", out var id) && await aggregates.IsTenantSubscriptionAsync(id, request.Aborted)
                ? id
                : throw UsageErrors.SubscriberIdIsNotDirectTenant(text.Length > 40 ? text[..40] : text);
        }

        return await ListAsync(request, aggregates, StampActions.ReadUsage, subscriber, facts.ProviderSubscriptionId.ToString(), clock);
    }

    private static Task<IResult> ListForTenantAsync(ArmRequest request, UsageAggregates aggregates, StampFacts facts, TimeProvider clock)
    {
        var subscription = Guid.Parse(request.SubscriptionId);
        if (subscription == facts.ProviderSubscriptionId)
            throw UsageErrors.SubscriptionIdMissingInRequest();
        return ListAsync(request, aggregates, StampActions.ReadTenantUsage, subscription, request.SubscriptionId, clock);
    }

    private static async Task<IResult> ListAsync(
        ArmRequest request, UsageAggregates aggregates, string action, Guid? subscription, string idSubscription, TimeProvider clock)
    {
        Versions.Resolve(request.Query("api-version") ?? throw UsageErrors.NoApiVersion());
        if (UsageQuestion.Read(request, subscription, clock.GetUtcNow()) is not { } question)
            return ArmResults.Json(202, new NotComplete("ProcessingNotCompleted", "The usage of the current day is still being processed. Ask for a range that ends at its start or before."));
        var rows = await aggregates.ListAsync(AdminCaller.Of(request), action, question, UsageRowKey.Read(request, question), request.Aborted);
        var shown = rows.Take(UsageAggregates.PageSize).Select(row => Shape(row, question.IsDaily, idSubscription));
        var next = rows.Count > UsageAggregates.PageSize ? NextLink(request, rows[UsageAggregates.PageSize - 1].Key.ToToken(question)) : null;
        return ArmResults.Ok(new Protocol.ArmPage<Aggregate>([.. shown], next));
    }

    private static string NextLink(ArmRequest request, string token)
    {
        var query = request.HttpContext.Request.Query
            .Where(pair => !pair.Key.Equals("continuationToken", StringComparison.OrdinalIgnoreCase))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}")
            .Append($"continuationToken={token}");
        return request.Absolute($"{request.HttpContext.Request.Path.ToUriComponent()}?{string.Join('&', query)}");
    }

    private static Aggregate Shape(UsageRow row, bool isDaily, string idSubscription)
    {
        var name = $"{row.SubscriptionId}-{row.MeterId}";
        var hours = isDaily ? 24 : 1;
        var start = UsageRecordId.HourStart((int)(row.Used * hours)).UtcDateTime;
        return new Aggregate(
            $"/subscriptions/{idSubscription}/providers/{RowType}/{name}",
            name,
            RowType,
            new AggregateProperties(
                name, row.SubscriptionId, start, start.AddHours(hours), InstanceData(row), new UsageQuantity(row.Quantity).Value, row.MeterId));
    }

    /// <summary>As recorded from a stamp: JSON in a string, the additional information in it once more as a string.</summary>
    private static string InstanceData(UsageRow row) => new JsonObject
    {
        ["Microsoft.Resources"] = new JsonObject
        {
            ["resourceUri"] = row.ResourceUri,
            ["location"] = row.Location,
            ["tags"] = row.Tags is null ? "" : JsonNode.Parse(row.Tags),
            ["additionalInfo"] = row.AdditionalInfo ?? "",
        },
    }.ToJsonString(ArmJson.Options);

    private sealed record Aggregate(string Id, string Name, string Type, AggregateProperties Properties);

    private sealed record AggregateProperties(
        string Name, string SubscriptionId, DateTime UsageStartTime, DateTime UsageEndTime, string InstanceData, decimal Quantity, string MeterId);

    private sealed record NotComplete(string Code, string Message);
}
