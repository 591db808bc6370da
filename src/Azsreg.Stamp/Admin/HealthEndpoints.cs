using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary><c>Microsoft.InfrastructureInsights.Admin/regionHealths</c> and its alerts, api-version 2016-05-01.</summary>
internal static class HealthEndpoints
{
    private const string Group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.InfrastructureInsights.Admin/regionHealths";
    private const string Type = "Microsoft.InfrastructureInsights.Admin/regionHealths";

    /// <summary>Registration of the bridge's resource provider, which raises these alerts; the same on every stamp.</summary>
    private const string BridgeProviderId = "5b0d9b9e-6c1c-4a52-9f0e-0b5a3f1d7c21";

    // Per node, as of the smallest integrated systems.
    private const double MemoryPerNode = 384;
    private const double StoragePerNode = 9.6;
    private const int PublicAddresses = 512;

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Group, ListRegionsAsync).RequireArm(StampActions.ReadHealth, AdminVersions.RegionHealths);
        routes.MapGet(Group + "/{region}", GetRegionAsync).RequireArm(StampActions.ReadHealth, AdminVersions.RegionHealths);
        routes.MapGet(Group + "/{region}/alerts", ListAlertsAsync).RequireArm(StampActions.ReadAlerts, AdminVersions.RegionHealths);
        routes.MapGet(Group + "/{region}/alerts/{alert}", GetAlertAsync).RequireArm(StampActions.ReadAlerts, AdminVersions.RegionHealths);
        routes.MapPut(Group + "/{region}/alerts/{alert}", CloseAlertAsync).RequireArm(StampActions.WriteAlerts, AdminVersions.RegionHealths);
    }

    private static async Task<IResult> ListRegionsAsync(ArmRequest request, string resourceGroup, AlertService alerts, StampFacts facts)
    {
        CheckPath(facts, resourceGroup, null);
        return ArmResults.Ok(new Protocol.ArmPage<RegionHealth>([await RegionAsync(request, alerts, facts)]));
    }

    private static async Task<IResult> GetRegionAsync(ArmRequest request, string resourceGroup, string region, AlertService alerts, StampFacts facts)
    {
        CheckPath(facts, resourceGroup, region);
        return ArmResults.Ok(await RegionAsync(request, alerts, facts));
    }

    private static async Task<IResult> ListAlertsAsync(
        ArmRequest request, string resourceGroup, string region, AlertService alerts, ActivationService activations, StampFacts facts)
    {
        CheckPath(facts, resourceGroup, region);
        var found = await alerts.ListAsync(AdminCaller.Of(request), AlertFilter.Parse(request.Query("$filter")), request.Aborted);
        return ArmResults.Ok(new Protocol.ArmPage<Alert>([.. found.Select(alert => Shape(alert, alerts, activations, facts))]));
    }

    private static async Task<IResult> GetAlertAsync(
        ArmRequest request, string resourceGroup, string region, string alert, AlertService alerts, ActivationService activations, StampFacts facts)
    {
        CheckPath(facts, resourceGroup, region);
        var found = Guid.TryParse(alert, out var id) ? await alerts.FindAsync(AdminCaller.Of(request), id, request.Aborted) : null;
        return ArmResults.Ok(Shape(found ?? throw NotFound(facts, $"/{region}/alerts/{alert}"), alerts, activations, facts));
    }

    private static async Task<IResult> CloseAlertAsync(
        ArmRequest request, string resourceGroup, string region, string alert, AlertService alerts, ActivationService activations, StampFacts facts)
    {
        CheckPath(facts, resourceGroup, region);
        var user = request.Query("user") is { Length: <= 256 } alias
            ? alias
            : throw new ArmException(400, "InvalidQueryParameter", "The query parameter 'user', of 1 to 256 characters, is required to close an alert.");
        var body = await request.ReadAsync<AlertBody>();
        if (!StampAlert.Closed.Equals(body.Properties?.State, StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.InvalidRequestContent("properties.state must be 'Closed'; an alert can only be closed.");
        var found = Guid.TryParse(alert, out var id) ? await alerts.FindAsync(AdminCaller.Of(request), id, request.Aborted) : null;
        if (found is null)
            throw NotFound(facts, $"/{region}/alerts/{alert}");
        var closed = await alerts.CloseAsync(AdminCaller.Of(request), id, user, request.Aborted) ?? found;
        return ArmResults.Ok(Shape(closed, alerts, activations, facts));
    }

    private static async Task<RegionHealth> RegionAsync(ArmRequest request, AlertService alerts, StampFacts facts)
    {
        var active = await alerts.ListAsync(StampCaller.Stamp, AlertFilter.Parse("Properties/State eq 'Active'"), request.Aborted);
        var (memory, storage) = (MemoryPerNode * facts.NumberOfNodes, StoragePerNode * facts.NumberOfNodes);
        return new RegionHealth(
            alerts.RegionHealthId,
            facts.Region,
            Type,
            facts.Region,
            new Dictionary<string, string>(),
            new RegionHealthProperties(
                [
                    Metric("Physical memory", "GB", memory / 4, memory * 3 / 4),
                    Metric("Physical storage", "TB", storage / 8, storage * 7 / 8),
                    Metric("Public IP address pools", "One", 31, PublicAddresses - 31),
                ],
                new AlertSummary(active.Count(alert => alert.Severity == "Critical"), active.Count(alert => alert.Severity == "Warning"))));
    }

    private static UsageMetric Metric(string name, string unit, double used, double available) =>
        new(name, [new MetricValue("Used", unit, used), new MetricValue("Available", unit, available)]);

    private static void CheckPath(StampFacts facts, string resourceGroup, string? region)
    {
        if (!resourceGroup.Equals(facts.HealthResourceGroup, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceGroupNotFound(resourceGroup);
        if (region is not null && !region.Equals(facts.Region, StringComparison.OrdinalIgnoreCase))
            throw NotFound(facts, $"/{region}");
    }

    private static ArmException NotFound(StampFacts facts, string path) => StampErrors.ResourceNotFound(Type + path, facts.HealthResourceGroup);

    private static Alert Shape(StampAlert alert, AlertService alerts, ActivationService activations, StampFacts facts) => new(
        $"{alerts.RegionHealthId}/alerts/{alert.Id}",
        $"{facts.Region}/{alert.Id}",
        Type + "/alerts",
        facts.Region,
        new AlertProperties
        {
            AlertId = alert.Id.ToString(),
            FaultTypeId = alert.FaultTypeId,
            FaultId = $"AzureBridge:/activations/{WellKnown.ActivationName}/{alert.FaultTypeId}",
            Title = alert.Title,
            Severity = alert.Severity,
            State = alert.State,
            CreatedTimestamp = alert.CreatedAt,
            LastUpdatedTimestamp = alert.UpdatedAt,
            ClosedTimestamp = alert.ClosedAt ?? "",
            ClosedByUserAlias = alert.ClosedBy ?? "",
            Description = alert.Description,
            Remediation = alert.Remediation,
            Values = alert.Properties,
            ImpactedResourceId = activations.ResourceId,
            ImpactedResourceDisplayName = "Azure bridge",
            ResourceRegistrationId = "",
            ResourceProviderRegistrationId = BridgeProviderId,
            HasValidRemediationAction = false,
        });

    private sealed record AlertBody(AlertBodyProperties? Properties);

    private sealed record AlertBodyProperties(string? State);

    private sealed record RegionHealth(string Id, string Name, string Type, string Location, IReadOnlyDictionary<string, string> Tags, RegionHealthProperties Properties);

    private sealed record RegionHealthProperties(IReadOnlyList<UsageMetric> UsageMetrics, AlertSummary AlertSummary);

    private sealed record UsageMetric(string Name, IReadOnlyList<MetricValue> MetricsValue);

    private sealed record MetricValue(string Name, string Unit, double Value);

    private sealed record AlertSummary(int CriticalAlertCount, int WarningAlertCount);
}
