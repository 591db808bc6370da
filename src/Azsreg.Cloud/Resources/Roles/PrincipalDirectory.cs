using Azsreg.Identity;

namespace Azsreg.Cloud.Resources;

/// <summary>What kind of principal an object id is.</summary>
internal sealed class PrincipalDirectory(IdentityDirectory directory)
{
    /// <summary><c>User</c> or <c>ServicePrincipal</c>; null where the directory has no such object.</summary>
    public async ValueTask<string?> TypeOfAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken) =>
        await directory.FindServicePrincipalAsync(tenantId, objectId, cancellationToken).ConfigureAwait(false) is not null ? "ServicePrincipal"
        : await directory.FindUserAsync(tenantId, objectId, cancellationToken).ConfigureAwait(false) is not null ? "User"
        : null;
}
