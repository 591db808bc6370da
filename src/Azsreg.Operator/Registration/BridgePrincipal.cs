using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>The bridge's service principal, as Microsoft Graph tells it.</summary>
internal static class BridgePrincipal
{
    /// <summary>True or false where the directory tells; null where this account may not look.</summary>
    public static async Task<bool?> ExistsAsync(AzureSide azure, string objectId, CancellationToken cancellation) =>
        await OwnershipAsync(azure, objectId, objectId, madeHere: true, cancellation) switch
        {
            BridgeOwnership.Gone => false,
            BridgeOwnership.Unknown => null,
            _ => true,
        };

    /// <summary>Whose it is: one that was made from here, or that a stamp named after its cloud id, is ours to remove.</summary>
    public static async Task<BridgeOwnership> OwnershipAsync(
        AzureSide azure, string objectId, string cloudId, bool madeHere, CancellationToken cancellation)
    {
        if (azure.Graph is not { } graph) return BridgeOwnership.Unknown;
        try
        {
            if (await graph.TryGetServicePrincipalAsync(objectId, cancellation) is not { } principal) return BridgeOwnership.Gone;
            return madeHere || principal.DisplayName?.Contains(cloudId, StringComparison.OrdinalIgnoreCase) == true
                ? BridgeOwnership.Ours
                : BridgeOwnership.Foreign;
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 401 or 403)
        {
            return BridgeOwnership.Unknown;
        }
        catch (CataloguedException refused) when (refused.Entry.Kind == FailureKind.SignInOrRights)
        {
            return BridgeOwnership.Unknown;
        }
    }

    /// <summary>Its application with the certificates; null where this account may not look, or there is none.</summary>
    public static async Task<GraphApplication?> ApplicationAsync(AzureSide azure, string objectId, CancellationToken cancellation)
    {
        if (azure.Graph is not { } graph) return null;
        try
        {
            return await graph.TryGetServicePrincipalAsync(objectId, cancellation) is { } principal
                ? await graph.FindApplicationAsync(principal.AppId, cancellation)
                : null;
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 401 or 403)
        {
            return null;
        }
    }

    /// <summary>Removes it together with its application.</summary>
    /// <returns>What was removed, as a phrase; null where it is gone already.</returns>
    /// <exception cref="CataloguedException">AZR3005: the account may not remove it.</exception>
    public static async Task<string?> RemoveAsync(AzureSide azure, string objectId, CancellationToken cancellation)
    {
        if (azure.Graph is not { } graph)
            throw new CataloguedException(ErrorCatalogue.RightMissing, $"{azure.Environment.Name} names no Microsoft Graph to remove service principal {objectId} with.");
        try
        {
            if (await graph.TryGetServicePrincipalAsync(objectId, cancellation) is not { } principal) return null;
            // Removing the application takes its principals in this directory with it; the principal alone would leave the application behind.
            if (await graph.FindApplicationAsync(principal.AppId, cancellation) is { } application)
                await graph.DeleteApplicationAsync(application.Id, cancellation);
            await graph.DeleteServicePrincipalAsync(objectId, cancellation);
            return $"bridge service principal {objectId}";
        }
        catch (ArmException refused) when (refused.StatusCode is 401 or 403)
        {
            throw new CataloguedException(
                ErrorCatalogue.RightMissing, $"{azure.Account} may not remove service principal {objectId} from the directory.", inner: refused);
        }
    }
}
