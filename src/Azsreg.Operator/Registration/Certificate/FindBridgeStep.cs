using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Certificate;

/// <summary>The stamp is registered here with a bridge, and the account can hand it the right to change the bridge's application.</summary>
internal sealed class FindBridgeStep : WorkflowStep<CertificateContext>
{
    public override string Name => "find";

    public override string Title => "stamp and bridge";

    public override async Task<StepCheck> CheckAsync(CertificateContext context, StepMemory memory, CancellationToken cancellation)
    {
        var azure = context.Azure;
        var cloudId = (await context.Stamp.GetStampInformationAsync(cancellation)).CloudId;
        var registration = await FindAsync(azure, cloudId, cancellation) ?? throw await NotHereAsync(context, cloudId, cancellation);
        context.RegistrationName = registration.Name;
        context.BridgeObjectId = registration.Properties.ObjectId is { Length: > 0 } objectId
            ? objectId
            : throw new CataloguedException(ErrorCatalogue.BridgeCertificateNotRenewed, $"'{registration.Name}' was registered without a line to Azure; it has no service principal.");
        if (await azure.GetRefreshToken(cancellation) is null)
        {
            throw new CataloguedException(
                ErrorCatalogue.NoRefreshToken, $"{azure.Account} is a service principal or was signed in without a refresh token.", ["azsreg login"]);
        }

        if (await BridgePrincipal.ExistsAsync(azure, objectId, cancellation) == false)
        {
            throw new CataloguedException(
                ErrorCatalogue.BridgeCertificateNotRenewed,
                $"The service principal {objectId} is gone from the directory.",
                [$"azsreg registration set --stamp {context.StampSide.Name}"]);
        }

        context.Application = await BridgePrincipal.ApplicationAsync(azure, objectId, cancellation);
        return StepCheck.Passed(registration.Name);
    }

    private static async Task<Protocol.Registration?> FindAsync(AzureSide azure, string cloudId, CancellationToken cancellation)
    {
        try
        {
            await foreach (var one in azure.Arm.Registrations.ListAsync(azure.SubscriptionId, cancellation))
            {
                if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) return one;
            }
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration" || refused.StatusCode == 404)
        {
            // A subscription that does not know the provider has no registrations.
        }

        return null;
    }

    private static async Task<CataloguedException> NotHereAsync(CertificateContext context, string cloudId, CancellationToken cancellation) =>
        await context.Azure.FindElsewhere(cloudId, cancellation) is { } elsewhere
            ? new(
                ErrorCatalogue.RegistrationNotFound,
                $"The stamp is registered as '{elsewhere.Name}' in subscription {elsewhere.SubscriptionId}.",
                [$"azsreg registration rotate-certificate --stamp {context.StampSide.Name} --subscription {elsewhere.SubscriptionId}"])
            : new(ErrorCatalogue.RegistrationNotFound, $"Cloud id {cloudId} has no registration in this subscription.", ["azsreg registration list"]);
}
