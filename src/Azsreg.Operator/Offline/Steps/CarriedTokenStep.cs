using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>What the token tells of the stamp stands in for the stamp's own word.</summary>
internal sealed class CarriedTokenStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "stamp";

    public override string Title => "registration token";

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var token = context.Carried!.Token;
        // A token may leave its stamp's version out; then Azure is the one to judge it.
        var version = Version.TryParse(token.StampVersion, out var told) ? told : StampVersions.Disconnected;
        if (version < StampVersions.Disconnected) throw new CataloguedException(ErrorCatalogue.StampTooOld, StampVersions.DisconnectedRule(version));
        context.Information = new StampInformation(
            token.CloudId, token.DeploymentId, version, token.HardwareInfo.Count, token.RegionNames is [var region, ..] ? region : null, null, null);
        EnvironmentGate.Demand(context.Azure.Environment, version);
        return Task.FromResult(StepCheck.Passed($"version {token.Version}, {token.BillingModel}, {SealOf(context.Carried)}"));
    }

    private static string SealOf(CarriedToken carried) => carried.Seal switch
    {
        TokenSeal.Whole => "whole",
        TokenSeal.None => "unsigned",
        _ => "for Azure to judge",
    };
}
