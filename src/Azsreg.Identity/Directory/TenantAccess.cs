namespace Azsreg.Identity;

/// <summary>Who may sign in to which tenant with which client.</summary>
internal sealed class TenantAccess(IdentityOptions options, IdentityDirectory directory)
{
    /// <summary>The tenant a path segment names; null where any tenant is meant.</summary>
    public async Task<Tenant?> ResolveAsync(string segment, CancellationToken cancellationToken)
    {
        if (segment.ToLowerInvariant() is "common" or "organizations")
            return options.SingleTenant is { } only ? await directory.FindTenantAsync(only, cancellationToken) : null;
        var tenant = await directory.FindTenantAsync(segment.Equals("consumers", StringComparison.OrdinalIgnoreCase)
            ? Tenant.PersonalAccountsId.ToString()
            : segment, cancellationToken);
        if (tenant is null || (options.SingleTenant is { } single && tenant.Id != single))
            throw Refused.TenantNotFound(segment.Length > 255 ? segment[..255] : segment);
        return tenant;
    }

    /// <summary>The client a request names, as far as the tenant knows it.</summary>
    public async Task<Application> ClientAsync(string clientId, Tenant? tenant, CancellationToken cancellationToken)
    {
        var client = Guid.TryParse(clientId, out var id) ? await directory.FindApplicationAsync(id, cancellationToken) : null;
        var known = client is not null && (client.IsMultiTenant || tenant is null || client.TenantId == tenant.Id);
        return known ? client! : throw Refused.ApplicationNotFound(clientId.Length > 64 ? clientId[..64] : clientId, tenant?.DisplayName ?? "organizations");
    }

    /// <summary>
    /// A user's entry in the tenant asked for. Where any tenant will do it is the home; a personal account, whose home holds no
    /// subscriptions, goes to the first organisation that invited it.
    /// </summary>
    public async Task<User> UserAsync(SignedIn account, Tenant? tenant, Application client, CancellationToken cancellationToken)
    {
        var home = await directory.FindUserAsync(account.HomeTenantId, account.HomeObjectId, cancellationToken)
            ?? throw Refused.UserUnknown(tenant?.DisplayName ?? "organizations");
        if (tenant is null && await directory.ListTenantsOfUserAsync(home.TenantId, home.ObjectId, cancellationToken) is [var first, ..])
            tenant = first;
        var user = tenant is null ? home : await directory.FindUserOfHomeAsync(tenant.Id, home.TenantId, home.ObjectId, cancellationToken);
        if (user is null)
        {
            throw Refused.UserNotInTenant(
                home.SignInName, home.IsPersonalAccount ? "live.com" : home.HomeTenantId.ToString("D"), tenant!.DisplayName, client.AppId.ToString("D"));
        }

        if (!user.Enabled)
            throw Refused.UserDisabled();
        await RequireConsentAsync(client, user.TenantId, cancellationToken);
        return user;
    }

    private async Task RequireConsentAsync(Application client, Guid tenantId, CancellationToken cancellationToken)
    {
        if (client.IsFirstParty)
            return;
        if (client.TenantId != tenantId && !client.IsMultiTenant)
            throw Refused.ApplicationNotFound(client.AppId.ToString("D"), tenantId.ToString("D"));

        // An application is consented to where it is at home, and elsewhere where its service principal stands.
        var principal = await directory.FindServicePrincipalByAppIdAsync(tenantId, client.AppId, cancellationToken);
        if (principal is { Enabled: false })
            throw Refused.PrincipalDisabled(client.AppId.ToString("D"));
        if (principal is null && client.TenantId != tenantId)
            throw Refused.ConsentMissing(client.AppId.ToString("D"), client.DisplayName);
    }
}
