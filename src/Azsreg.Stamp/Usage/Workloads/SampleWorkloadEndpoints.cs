using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>The sample workload at admin ARM; a type of this stamp's own.</summary>
internal static class SampleWorkloadEndpoints
{
    private const string Path = "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce.Admin/sampleWorkloads/default";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce.Admin/sampleWorkloads", "2015-06-01-preview");

    public static void MapSampleWorkloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, GetAsync).RequireArm(StampActions.ReadUsage, Versions, ArmScope.Subscription);
        routes.MapPut(Path, StartAsync).RequireArm(StampActions.RunSampleWorkload, Versions, ArmScope.Subscription);
        routes.MapPost(Path + "/stop", StopAsync).RequireArm(StampActions.RunSampleWorkload, Versions, ArmScope.Subscription);
    }

    private static async Task<IResult> GetAsync(ArmRequest request, SampleWorkloadService service, TimeProvider clock) =>
        ArmResults.Ok(Shape(await service.FindAsync(AdminCaller.Of(request), request.Aborted) ?? throw NotFound(), clock));

    private static async Task<IResult> StartAsync(ArmRequest request, SampleWorkloadService service, TimeProvider clock)
    {
        var body = await request.ReadAsync<StartBody>();
        if (body.Tenants is < 1 or > SampleWorkloadService.MostTenants)
            throw ArmErrors.InvalidRequestContent($"tenants must be 1 to {SampleWorkloadService.MostTenants}.");
        if (body.HistoryDays is < 0 or > SampleWorkloadService.MostDays)
            throw ArmErrors.InvalidRequestContent($"historyDays must be 0 to {SampleWorkloadService.MostDays}.");
        return ArmResults.Ok(Shape(await service.StartAsync(AdminCaller.Of(request), body.Seed, body.Tenants, body.HistoryDays, request.Aborted), clock));
    }

    private static async Task<IResult> StopAsync(ArmRequest request, SampleWorkloadService service, TimeProvider clock) =>
        ArmResults.Ok(Shape(await service.StopAsync(AdminCaller.Of(request), request.Aborted) ?? throw NotFound(), clock));

    private static ArmException NotFound() => new(404, "ResourceNotFound", "No sample workload was started on this stamp.");

    private static Shown Shape(SampleWorkloadState state, TimeProvider clock) => new(
        "default",
        "Microsoft.Commerce.Admin/sampleWorkloads",
        new ShownProperties(
            "This is sample data: no such tenants, resources or usage exist.",
            state.IsRunning ? "Running" : "Stopped",
            state.Seed,
            state.Tenants,
            UsageRecordId.HourStart(state.FirstHour).UtcDateTime,
            UsageRecordId.HourStart(state.DoneThrough + 1).UtcDateTime,
            // The hour before this one may still be reported in its first minutes.
            state.DoneThrough >= UsageRecordId.HourOf(clock.GetUtcNow()) - 2,
            state.StartedAt.UtcDateTime,
            state.StoppedAt?.UtcDateTime));

    private sealed record StartBody(int Seed, int Tenants, int HistoryDays);

    private sealed record Shown(string Name, string Type, ShownProperties Properties);

    private sealed record ShownProperties(
        string Note, string State, int Seed, int Tenants, DateTime UsageFrom, DateTime UsageUntil, bool IsHistoryComplete, DateTime StartedAt, DateTime? StoppedAt);
}
