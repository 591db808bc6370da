using Azsreg.Identity;

namespace Azsreg.Cloud.Directory;

/// <summary>
/// Who may do what, as Entra ID's default permissions have it: members register applications where the tenant lets them, owners change
/// theirs, guests see only themselves and register nothing, administrators do all.
/// </summary>
internal sealed class GraphRights(DirectoryPolicies policies, IdentityDirectory directory)
{
    /// <exception cref="GraphException">403.</exception>
    public async Task RequireRegisterAsync(GraphCaller caller, CancellationToken cancellationToken)
    {
        var roles = await policies.RolesAsync(caller.TenantId, caller.ObjectId, cancellationToken);
        if (roles.Count > 0)
            return;
        var isMember = !caller.IsApplication
            && await directory.FindUserAsync(caller.TenantId, caller.ObjectId, cancellationToken) is { Kind: UserKind.Member };
        if (!isMember || !await policies.UsersCanRegisterApplicationsAsync(caller.TenantId, cancellationToken))
            throw GraphException.Denied();
    }

    /// <exception cref="GraphException">403: neither an owner nor an administrator.</exception>
    public async Task RequireChangeAsync(GraphCaller caller, Application application, CancellationToken cancellationToken)
    {
        if (application.TenantId != caller.TenantId)
            throw GraphException.Denied();
        if (!application.Owners.Contains(caller.ObjectId) && !await IsAdministratorAsync(caller, cancellationToken))
            throw GraphException.Denied();
    }

    /// <exception cref="GraphException">403: a guest or an application asks for others.</exception>
    public async Task RequireReadUsersAsync(GraphCaller caller, CancellationToken cancellationToken)
    {
        if (await IsAdministratorAsync(caller, cancellationToken))
            return;
        if (caller.IsApplication
            || await directory.FindUserAsync(caller.TenantId, caller.ObjectId, cancellationToken) is not { Kind: UserKind.Member })
        {
            throw GraphException.Denied();
        }
    }

    /// <exception cref="GraphException">403: only for those who may change every application.</exception>
    public async Task RequireAdministratorAsync(GraphCaller caller, CancellationToken cancellationToken)
    {
        if (!await IsAdministratorAsync(caller, cancellationToken))
            throw GraphException.Denied();
    }

    /// <exception cref="GraphException">403: only for the tenant's own administrators.</exception>
    public async Task RequireGlobalAdministratorAsync(GraphCaller caller, CancellationToken cancellationToken)
    {
        var roles = await policies.RolesAsync(caller.TenantId, caller.ObjectId, cancellationToken);
        if (!roles.Contains(DirectoryRole.GlobalAdministrator))
            throw GraphException.Denied();
    }

    private async Task<bool> IsAdministratorAsync(GraphCaller caller, CancellationToken cancellationToken)
    {
        var roles = await policies.RolesAsync(caller.TenantId, caller.ObjectId, cancellationToken);
        return roles.Contains(DirectoryRole.GlobalAdministrator) || roles.Contains(DirectoryRole.ApplicationAdministrator);
    }
}
