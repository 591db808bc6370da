using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>The bridge's service principal, as Microsoft Graph tells it.</summary>
internal static class BridgePrincipal
{
    /// <summary>True or false where the directory tells; null where this account may not look.</summary>
    public static async Task<bool?> ExistsAsync(AzureSide azure, string objectId, CancellationToken cancellation)
    {
        if (azure.Graph is not { } graph) return null;
        try
        {
            return await graph.TryGetServicePrincipalAsync(objectId, cancellation) is not null;
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 401 or 403)
        {
            return null;
        }
        catch (CataloguedException refused) when (refused.Entry.Kind == FailureKind.SignInOrRights)
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
