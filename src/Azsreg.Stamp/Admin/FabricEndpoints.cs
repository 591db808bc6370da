using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary><c>Microsoft.Fabric.Admin/fabricLocations</c>, read-only: what the portal's region properties show, registration included.</summary>
internal static class FabricEndpoints
{
    private const string Group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Fabric.Admin/fabricLocations";
    private const string Type = "Microsoft.Fabric.Admin/fabricLocations";

    public static void MapFabric(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Group, ListAsync).RequireArm(StampActions.ReadFabric, AdminVersions.FabricLocations);
        routes.MapGet(Group + "/{location}", GetAsync).RequireArm(StampActions.ReadFabric, AdminVersions.FabricLocations);
    }

    private static async Task<IResult> ListAsync(
        ArmRequest request, string resourceGroup, StampFacts facts, ActivationService activations, BridgeHealthStore bridge, UsageBridgeStore usage, ActionPlans actions, TimeProvider clock)
    {
        CheckGroup(facts, resourceGroup);
        return ArmResults.Ok(new Protocol.ArmPage<FabricLocation>([await ShapeAsync(request, facts, activations, bridge, usage, actions, clock)]));
    }

    private static async Task<IResult> GetAsync(
        ArmRequest request, string resourceGroup, string location, StampFacts facts, ActivationService activations, BridgeHealthStore bridge, UsageBridgeStore usage, ActionPlans actions, TimeProvider clock)
    {
        CheckGroup(facts, resourceGroup);
        if (!location.Equals(facts.Region, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceNotFound($"{Type}/{location}", facts.HealthResourceGroup);
        return ArmResults.Ok(await ShapeAsync(request, facts, activations, bridge, usage, actions, clock));
    }

    private static void CheckGroup(StampFacts facts, string resourceGroup)
    {
        if (!resourceGroup.Equals(facts.HealthResourceGroup, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceGroupNotFound(resourceGroup);
    }

    private static async Task<FabricLocation> ShapeAsync(
        ArmRequest request, StampFacts facts, ActivationService activations, BridgeHealthStore bridge, UsageBridgeStore usage, ActionPlans actions, TimeProvider clock)
    {
        var activation = await activations.FindAsync(AdminCaller.Of(request), request.Aborted);
        var key = activation?.ReadKey();
        var health = activation is null ? null : await bridge.FindAsync(activation.RegistrationId, request.Aborted);
        var contact = activation is null ? null : LaterOf(health?.LastContactAt, await AcknowledgedAsync(activation, usage, request.Aborted));
        var registration = activation is not null && ArmResourceId.TryParse(activation.RegistrationId, out var id) ? id : null;
        var running = await actions.RunningAsync(request.Aborted);
        var information = StampInformation.Of(facts);
        return new FabricLocation(
            $"/subscriptions/{facts.ProviderSubscriptionId}/resourceGroups/{facts.HealthResourceGroup}/providers/{Type}/{facts.Region}",
            facts.Region,
            Type,
            facts.Region,
            new FabricLocationProperties
            {
                StampCloudId = facts.CloudId.ToString(),
                StampInformationId = facts.DeploymentId.ToString(),
                PepIpAddresses = information.EmergencyConsoleIpAddresses,
                ExternalDnsIpAddress01 = information.ExternalDnsIpAddress01,
                ExternalDnsIpAddress02 = information.ExternalDnsIpAddress02,
                TimeServer = $"time.{facts.DomainFqdn}",
                ExclusiveAdminOperationRunning = running is not null,
                ExclusiveAdminOperationName = running?.FunctionName,
                RegistrationStatus = activation is null ? "Not registered" : activation.ExpiresAt <= clock.GetUtcNow() ? "Expired" : "Registered",
                RegistrationObligation = activation is null ? ActivationAlerts.Obligation : null,
                RegistrationSubscriptionId = registration?.SubscriptionId,
                RegistrationResourceGroup = registration?.ResourceGroupName,
                RegistrationName = registration?.Name,
                BillingModel = activation?.BillingModel,
                AgreementNumber = key?.AgreementNumber,
                MsAssetTag = key?.MsAssetTag,
                IsDisconnected = key is null ? null : string.IsNullOrEmpty(key.ObjectId),
                StampVersion = facts.StampVersion,
                IdentitySystem = facts.IdentitySystem.ToString(),
                ExternalDomainFqdn = facts.ExternalDomainFqdn,
                NumberOfNodes = facts.NumberOfNodes,
                RegisteredNodes = key?.HardwareInfo.Count,
                BridgeCheckedAt = health is null ? null : Timestamp.Format(health.CheckedAt),
                LastAzureContact = contact is { } at ? Timestamp.Format(at) : null,
                BridgeFault = health is null or { Fault: BridgeFault.None } ? null : health.Fault.ToString(),
            });
    }

    /// <summary>When Azure last took usage of this activation: that is contact too, often long before the first look at the registration.</summary>
    private static async Task<DateTimeOffset?> AcknowledgedAsync(ActivationRecord activation, UsageBridgeStore usage, CancellationToken cancellationToken) =>
        (await usage.FindAsync(cancellationToken)).AcknowledgedAt is { } at && at >= Timestamp.Parse(activation.ActivatedAt) ? at : null;

    private static DateTimeOffset? LaterOf(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private sealed record FabricLocation(string Id, string Name, string Type, string Location, FabricLocationProperties Properties);

    private sealed record FabricLocationProperties
    {
        public required string StampCloudId { get; init; }

        public required string StampInformationId { get; init; }

        public required IReadOnlyList<string> PepIpAddresses { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("externalDNSIPAddress01")]
        public required string ExternalDnsIpAddress01 { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("externalDNSIPAddress02")]
        public required string ExternalDnsIpAddress02 { get; init; }

        public required string TimeServer { get; init; }

        public required bool ExclusiveAdminOperationRunning { get; init; }

        public string? ExclusiveAdminOperationName { get; init; }

        public required string RegistrationStatus { get; init; }

        public string? RegistrationObligation { get; init; }

        public string? RegistrationSubscriptionId { get; init; }

        public string? RegistrationResourceGroup { get; init; }

        public string? RegistrationName { get; init; }

        // What follows is this stamp's own addition: a real one tells none of it.
        public string? BillingModel { get; init; }

        public string? AgreementNumber { get; init; }

        public string? MsAssetTag { get; init; }

        public bool? IsDisconnected { get; init; }

        public required string StampVersion { get; init; }

        public required string IdentitySystem { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("externalDomainFQDN")]
        public required string ExternalDomainFqdn { get; init; }

        public required int NumberOfNodes { get; init; }

        public int? RegisteredNodes { get; init; }

        public string? BridgeCheckedAt { get; init; }

        public string? LastAzureContact { get; init; }

        public string? BridgeFault { get; init; }
    }
}
