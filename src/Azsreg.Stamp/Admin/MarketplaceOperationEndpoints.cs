using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.Marketplace.Downloads;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Admin;

/// <summary>
/// Where a download or import is polled (ARM RPC, "asynchronous operations"). The list of the latest operations is this stamp's own. Polls do not
/// count as requests: ten downloads watched by the second would spend an hour's in twenty minutes.
/// </summary>
internal sealed class MarketplaceOperationEndpoints(DownloadService downloads, DownloadedProducts downloaded, ActivationStore store)
{
    private const string ApiVersion = "2016-01-01";
    private const int MostListed = 200;

    // A small item is there within a second; ARM's ten would be most of the wait.
    private const string PollAfterSeconds = "1";

    public async Task<IResult> ListAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var latest = await downloads.ListAsync(AdminCaller.Of(request), MostListed, request.Aborted);
        return ArmResults.Ok(new Protocol.ArmPage<OperationShape>([.. latest.Select(one => Shape(request, one.Operation, one.Progress))]));
    }

    public async Task<IResult> GetStatusAsync(ArmRequest request)
    {
        var (operation, progress) = await FindAsync(request);
        if (operation.Status == MarketplaceOperationStatus.InProgress)
            request.HttpContext.Response.Headers.RetryAfter = PollAfterSeconds;
        return ArmResults.Ok(Shape(request, operation, progress));
    }

    public async Task<IResult> GetResultAsync(ArmRequest request)
    {
        var (operation, _) = await FindAsync(request);
        switch (operation.Status)
        {
            case MarketplaceOperationStatus.InProgress:
                TellPlaces(request, operation.Id);
                return ArmResults.Json(StatusCodes.Status202Accepted, await downloaded.FindAsync(AdminCaller.Of(request), operation.Product, request.Aborted));
            case MarketplaceOperationStatus.Failed:
                throw new ArmException(409, operation.Error!);
            case MarketplaceOperationStatus.Canceled:
                throw new ArmException(409, "OperationCanceled", $"The download of {operation.Product} was cancelled.");
            default:
                return ArmResults.Ok(
                    await downloaded.FindAsync(AdminCaller.Of(request), operation.Product, request.Aborted)
                    ?? throw ProductEndpoints.NotFound("downloadedProducts", operation.Product));
        }
    }

    /// <summary>Says where an operation is polled.</summary>
    public static void TellPlaces(ArmRequest request, string id)
    {
        var headers = request.HttpContext.Response.Headers;
        headers["Azure-AsyncOperation"] = request.Absolute($"{IdOf(request, id)}?api-version={ApiVersion}");
        headers.Location = request.Absolute($"/subscriptions/{request.SubscriptionId}/operationresults/{id}?api-version={ApiVersion}");
        headers.RetryAfter = PollAfterSeconds;
    }

    public static OperationShape Shape(ArmRequest request, MarketplaceOperation operation, DownloadProgress? progress)
    {
        var done = progress?.BytesDone ?? operation.BytesDone;
        var total = Math.Max(done, progress is { BytesTotal: > 0 and var known } ? known : operation.BytesTotal);
        var percent = operation.Status == MarketplaceOperationStatus.Succeeded ? 100 : total == 0 ? 0 : (int)Math.Min(99, done * 100 / total);
        var running = operation.Status == MarketplaceOperationStatus.InProgress;
        return new OperationShape(
            IdOf(request, operation.Id),
            operation.Id,
            operation.Status.ToString(),
            Timestamp.Format(operation.StartedAt),
            operation.EndedAt is { } ended ? Timestamp.Format(ended) : null,
            percent,
            new OperationProperties(
                $"{WellKnown.ActivationName}/{operation.Product}",
                operation.Kind.ToString(),
                done,
                total,
                running ? progress?.BytesPerSecond ?? 0 : 0,
                running ? (progress?.Phase ?? DownloadPhase.Waiting).ToString() : operation.Status.ToString(),
                running ? nameof(ItemState.Downloading) : operation.Status == MarketplaceOperationStatus.Succeeded ? nameof(ItemState.Succeeded) : nameof(ItemState.Stopped),
                operation.Caller.Name),
            operation.Error);
    }

    private async Task<(MarketplaceOperation Operation, DownloadProgress? Progress)> FindAsync(ArmRequest request)
    {
        var id = request.Route("operationId");
        return await downloads.FindAsync(AdminCaller.Of(request), id, request.Aborted)
            ?? throw new ArmException(404, "OperationNotFound", "The operation could not be found.");
    }

    private static string IdOf(ArmRequest request, string id) => $"/subscriptions/{request.SubscriptionId}/operationstatuses/{id}";

    internal sealed record OperationShape(
        string Id, string Name, string Status, string StartTime, string? EndTime, int PercentComplete, OperationProperties Properties, ArmError? Error);

    internal sealed record OperationProperties(
        string Product, string Kind, long BytesDone, long BytesTotal, long BytesPerSecond, string Phase, string ProvisioningState, string StartedBy);
}
