using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Usage;

/// <summary>The book of batches and sums for charts; this stamp's own addition to <c>Microsoft.Commerce.Admin</c>.</summary>
internal static class UsageLedgerEndpoints
{
    private const string Bridge = "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce.Admin/usageBridge/default";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce.Admin/usageBridge", "2015-06-01-preview");

    public static void MapUsageLedger(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Bridge + "/batches", ListBatchesAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapGet(Bridge + "/sums", ListSumsAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
    }

    private static async Task<IResult> ListBatchesAsync(ArmRequest request, UsageBatchLedger ledger)
    {
        var page = request.ReadPage(defaultSize: 50);
        long? before = page.After is { } key ? long.Parse(key, CultureInfo.InvariantCulture) : null;
        var rows = await ledger.ListAsync(AdminCaller.Of(request), before, page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => row.BatchNo.ToString(CultureInfo.InvariantCulture));
        return ArmResults.Ok(new Protocol.ArmPage<BatchShape>(
            [.. listed.Value.Select(row => new BatchShape(
                row.ActivationId, row.Number, row.State, row.Records, row.Bytes, row.SealedAt, row.SentAt, row.Attempts, row.FileNumber, row.AcknowledgedAt,
                row.Accepted, row.Repeated, row.NotReported, row.Refused))],
            listed.NextLink));
    }

    private static async Task<IResult> ListSumsAsync(ArmRequest request, UsageSums sums)
    {
        var (first, end) = UsageDays.Read(request);
        if (!Enum.TryParse<UsageGrouping>(request.Query("groupBy"), ignoreCase: true, out var grouping) || !Enum.IsDefined(grouping))
            throw UsageErrors.InvalidProperty("groupBy", "it must be day, subscription or meter");
        var page = request.ReadPage(defaultSize: 1000);
        var after = page.After?.Split(' ') is [var key, var meter] ? (key, meter) : ((string, string)?)null;
        var rows = await sums.ListAsync(AdminCaller.Of(request), grouping, first, end, after, page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => $"{row.Key} {row.MeterId}");
        return ArmResults.Ok(new Protocol.ArmPage<SumShape>([.. listed.Value.Select(row => new SumShape(row.Key, row.MeterId, row.Quantity))], listed.NextLink));
    }

    private sealed record BatchShape(
        string ActivationId, long Number, string State, long Records, long Bytes, string SealedAt, string? SentAt, long Attempts, long? FileNumber, string? AcknowledgedAt,
        long Accepted, long Repeated, long NotReported, long Refused);

    private sealed record SumShape(string Key, string MeterId, decimal Quantity);
}
