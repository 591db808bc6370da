using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Check;

/// <summary>Whether the stamp answers, what it can do, and whether it is free to.</summary>
internal static class StampChecks
{
    public static async Task<CheckRow> PrivilegedEndpointAsync(CheckContext context)
    {
        const string name = "privileged endpoint";
        try
        {
            var answer = await context.StampAnswer.OwnAsync();
            return CheckRow.Ok(name, $"{answer.Url} let {context.Request.CloudAdmin!.UserName} in");
        }
        catch (RemotingException lost)
        {
            return CheckRow.Failed(name, StampFailure.Of(lost, "the privileged endpoint"));
        }
    }

    public static async Task<CheckRow> VersionAsync(CheckContext context)
    {
        const string name = "stamp version";
        var stamp = (await context.StampAnswer.NeedAsync()).Information;
        var seen = $"{stamp.Version}, {stamp.Nodes} node{(stamp.Nodes == 1 ? "" : "s")}";
        try
        {
            EnvironmentGate.Demand(context.Environment.Environment, stamp.Version);
        }
        catch (CataloguedException gate)
        {
            return CheckRow.Failed(name, gate);
        }

        if (stamp.Version < StampVersions.Disconnected)
            return CheckRow.Warning(name, $"{seen}: before 1712 ({StampVersions.Disconnected})", "It registers with a line to Azure only; update the stamp to register it disconnected.");
        var token = StampVersions.RequestedTokenVersion(stamp.Version, EnvironmentGate.KnownName(context.Environment.Environment));
        return CheckRow.Ok(name, $"{seen}; {(token is null ? "unversioned tokens" : $"tokens of version {token}")}{(StampVersions.HasKeyPair(stamp.Version, stamp.Nodes) ? ", signed" : "")}");
    }

    /// <summary>A registration token holds the hardware of every host, so one that does not answer stops the whole registration.</summary>
    public static async Task<CheckRow> HardwareAsync(CheckContext context)
    {
        const string name = "stamp's hosts";
        var answer = await context.StampAnswer.NeedAsync();
        return answer.Warnings.Count == 0
            ? CheckRow.Ok(name, $"all {answer.Information.Nodes} tell their hardware, as far as the stamp says")
            : CheckRow.Failed(name, ErrorCatalogue.HardwareUnreadable, string.Join(' ', answer.Warnings));
    }

    public static async Task<CheckRow> ActionsAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "running actions";
        const string fix = "azsreg waits for it; or wait yourself and begin then.";
        // The administrator endpoint knows every action, the privileged endpoint on some builds only one asked for by name.
        if (await FabricAsync(context, cancellation) is { ExclusiveAdminOperationRunning: { } running } fabric)
        {
            return running
                ? CheckRow.Warning(name, $"the stamp runs {fabric.ExclusiveAdminOperationName ?? "an action"}", fix)
                : CheckRow.Ok(name, "none");
        }

        var answer = await context.StampAnswer.NeedAsync();
        return answer.LatestAction is { IsRunning: true } latest ? CheckRow.Warning(name, latest.Describe(), fix) : CheckRow.Ok(name, "none");
    }

    public static async Task<CheckRow> AdministratorAsync(CheckContext context)
    {
        const string name = "stamp's side";
        if (context.Stamp is not { } stamp)
            throw new CheckSkippedException("the stamp is not entered here by name", "azsreg stamp add NAME --privileged-endpoint URL --admin-endpoint URL");
        if (await context.Admin.OwnAsync() is not { } reading)
        {
            return CheckRow.Warning(
                name, "nobody is signed in at its administrator endpoint: registering works, but activation, alerts and marketplace cannot be read back",
                stamp.AdminEndpoint is null
                    ? $"azsreg stamp add {stamp.Name} --privileged-endpoint {stamp.PrivilegedEndpoint} --admin-endpoint https://adminmanagement.REGION.DOMAIN"
                    : $"azsreg login --stamp {stamp.Name}");
        }

        if (!reading.WasRead) return CheckRow.Warning(name, $"not read: {reading.WhyNot}", $"azsreg login --stamp {stamp.Name}");
        return reading.ActivationState == "Expired"
            ? CheckRow.Warning(name, $"the activation expired at {reading.Expiration}", "Renew the agreement, then: azsreg registration renew")
            : CheckRow.Ok(name, $"{(reading.ActivationState == "NotActivated" ? "not activated" : $"activation {reading.ActivationState}")}, alert '{StampReader.ActivationRequired}' {reading.ActivationRequiredAlert?.ToLowerInvariant()}");
    }

    private static async Task<StampRegionProperties?> FabricAsync(CheckContext context, CancellationToken cancellation)
    {
        if (await context.Admin.TryAsync() is not { WasRead: true, Region: { } region } || context.AdminSession is not { } session) return null;
        try
        {
            var subscription = (await session.Arm.StampAdmin.GetProviderSubscriptionAsync(cancellation)).SubscriptionId;
            return (await session.Arm.StampAdmin.TryGetRegionAsync(subscription, region, cancellation))?.Properties;
        }
        catch (Exception unreadable) when (unreadable is CataloguedException or ArmException)
        {
            // Not every version of a stamp tells it.
            return null;
        }
    }
}
