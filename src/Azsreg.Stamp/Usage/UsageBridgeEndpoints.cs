using System.Globalization;
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
/// What a real stamp does not tell: where the reporting of usage stands, totals by day of use to compare with commerce, what was refused, and the
/// door reports come in by. These types are this stamp's own addition to <c>Microsoft.Commerce.Admin</c>.
/// </summary>
internal static class UsageBridgeEndpoints
{
    private const string Provider = "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce.Admin";
    private const string Type = "Microsoft.Commerce.Admin/usageBridge";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider(Type, "2015-06-01-preview");

    public static void MapUsageBridge(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Provider + "/usageBridge/default", GetAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapGet(Provider + "/usageBridge/default/totals", ListTotalsAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapGet(Provider + "/usageBridge/default/refusals", ListRefusalsAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapGet(Provider + "/tenantSubscriptions", ListSubscriptionsAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapPost(Provider + "/reportUsage", ReportAsync).RequireArm(StampActions.ReportUsage, Versions, ArmScope.Subscription);
    }

    private static async Task<IResult> GetAsync(ArmRequest request, UsageLedger ledger, StampFacts facts)
    {
        var status = await ledger.StatusAsync(AdminCaller.Of(request), request.Aborted);
        var (backlog, progress) = (status.Backlog, status.Progress);
        return ArmResults.Ok(new Shown<StatusProperties>(
            $"/subscriptions/{facts.ProviderSubscriptionId}/providers/{Type}/default",
            "default",
            Type,
            new StatusProperties
            {
                State = status.State.ToString(),
                CloudId = facts.CloudId.ToString(),
                RegistrationId = status.Activation?.RegistrationId,
                ActivationId = status.Activation?.ActivationId.ToString(),
                BillingModel = status.Activation?.BillingModel,
                WaitingRecords = backlog.Waiting,
                OldestWaiting = Text(backlog.OldestReportedAt),
                RefusedRecords = backlog.Refused,
                LastBatchNumber = backlog.LastNumber,
                AcknowledgedAt = Text(progress.AcknowledgedAt),
                FailedAt = Text(progress.FailedAt),
                FailureCode = progress.Code,
                FailureMessage = progress.Message,
                NextAttemptAt = Text(progress.RetryAt),
            }));
    }

    private static async Task<IResult> ListTotalsAsync(ArmRequest request, UsageLedger ledger)
    {
        var (first, end) = UsageDays.Read(request);
        var page = request.ReadPage(defaultSize: 1000);
        var rows = await ledger.TotalsAsync(AdminCaller.Of(request), first, end, After(page.After), page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => FormattableString.Invariant($"{row.Day} {row.SubscriptionId} {row.MeterId}"));
        return ArmResults.Ok(new Protocol.ArmPage<TotalShape>(
            [.. listed.Value.Select(row => new TotalShape(
                UsageRecordId.HourStart((int)row.Day * 24).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                row.SubscriptionId, row.MeterId, row.Records, Amount(row.Quantity), row.WaitingRecords, Amount(row.Waiting), row.RefusedRecords, Amount(row.Refused)))],
            listed.NextLink));
    }

    private static async Task<IResult> ListRefusalsAsync(ArmRequest request, UsageLedger ledger)
    {
        var page = request.ReadPage();
        var after = page.After is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        var rows = await ledger.RefusedAsync(AdminCaller.Of(request), after, page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => row.Seq.ToString(CultureInfo.InvariantCulture));
        return ArmResults.Ok(new Protocol.ArmPage<RefusalShape>(
            [.. listed.Value.Select(row => new RefusalShape(
                row.RecordId, row.SubscriptionId, row.ResourceUri, row.MeterId, UsageRecordId.HourStart((int)row.UsageHour).UtcDateTime, row.Revision, Amount(row.Quantity), row.Code, row.Message, row.RefusedAt))],
            listed.NextLink));
    }

    private static async Task<IResult> ListSubscriptionsAsync(ArmRequest request, UsageLedger ledger) =>
        ArmResults.Ok(new Protocol.ArmPage<SubscriptionShape>([.. (await ledger.SubscriptionsAsync(AdminCaller.Of(request), request.Aborted)).Select(one =>
            new SubscriptionShape(one.SubscriptionId, one.TenantId, one.DisplayName, one.IsSample != 0, one.CreatedAt, one.DeletedAt))]));

    private static async Task<IResult> ReportAsync(ArmRequest request, UsageIntake intake)
    {
        var body = await request.ReadAsync<UsageReportsBody>();
        var result = await intake.ReportAsync(AdminCaller.Of(request), body.ToReports(), request.Aborted);
        return ArmResults.Ok(result);
    }

    private static UsageTotal? After(string? key) => key?.Split(' ') is not [var day, var subscription, var meter] ? null : new UsageTotal
    {
        Day = long.Parse(day, CultureInfo.InvariantCulture), SubscriptionId = subscription, MeterId = meter,
        Records = 0, Quantity = 0, WaitingRecords = 0, Waiting = 0, RefusedRecords = 0, Refused = 0,
    };

    private static decimal Amount(long billionths) => new UsageQuantity(billionths).Value;

    private static string? Text(DateTimeOffset? at) => at is { } time ? Timestamp.Format(time) : null;

    private sealed record Shown<T>(string Id, string Name, string Type, T Properties);

    private sealed record StatusProperties
    {
        public required string State { get; init; }

        public required string CloudId { get; init; }

        public string? RegistrationId { get; init; }

        public string? ActivationId { get; init; }

        public string? BillingModel { get; init; }

        public required long WaitingRecords { get; init; }

        public string? OldestWaiting { get; init; }

        public required long RefusedRecords { get; init; }

        public required long LastBatchNumber { get; init; }

        public string? AcknowledgedAt { get; init; }

        public string? FailedAt { get; init; }

        public string? FailureCode { get; init; }

        public string? FailureMessage { get; init; }

        public string? NextAttemptAt { get; init; }
    }

    private sealed record TotalShape(
        string UsageDay, string SubscriptionId, string MeterId, long Records, decimal Quantity, long WaitingRecords, decimal WaitingQuantity,
        long RefusedRecords, decimal RefusedQuantity);

    private sealed record RefusalShape(
        string RecordId, string SubscriptionId, string ResourceUri, string MeterId, DateTime UsageHour, long Revision, decimal Quantity, string Code,
        string Message, string RefusedAt);

    private sealed record SubscriptionShape(string SubscriptionId, string? TenantId, string DisplayName, bool IsSample, string CreatedAt, string? DeletedAt);
}
