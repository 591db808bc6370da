using Azsreg.AzureClient;
using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Operator.SignIn;

/// <summary>Reads what an account can see: its directories, their subscriptions, and the roles it has on them.</summary>
internal sealed class AccountReader(AzureConnection connection, AzureEnvironment environment, AccessTokenProvider tokens)
{
    private const int MostTenants = 100;

    /// <summary>Reads the subscriptions of one directory, or of all the account belongs to.</summary>
    /// <param name="home">The directory signed in at.</param>
    /// <param name="onlyHome">True for one directory: it was asked for, or the account is an application.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(IReadOnlyList<AccountSubscription> Subscriptions, IReadOnlyList<SkippedDirectory> Skipped)> ReadAsync(
        string home, bool onlyHome, CancellationToken cancellationToken)
    {
        var tenants = await ListTenantsAsync(home, cancellationToken);
        var subscriptions = new List<AccountSubscription>();
        var skipped = new List<SkippedDirectory>();
        foreach (var tenant in tenants.Where(tenant => !onlyHome || Same(tenant.TenantId, home)))
        {
            var name = tenant.DefaultDomain ?? tenant.DisplayName;
            try
            {
                subscriptions.AddRange(await ReadTenantAsync(tenant.TenantId, name, cancellationToken));
            }
            catch (SignInException e) when (!Same(tenant.TenantId, home))
            {
                // A directory with stricter rules than the home one must not hide the others.
                skipped.Add(new(tenant.TenantId, name, $"{e.Entry.Code} {e.Entry.What}"));
            }
        }

        // A subscription shared between directories is listed in each; it belongs to the one it trusts.
        return ([.. subscriptions.DistinctBy(subscription => subscription.Id, StringComparer.OrdinalIgnoreCase)], skipped);
    }

    private async Task<IReadOnlyList<AzureTenant>> ListTenantsAsync(string home, CancellationToken cancellationToken)
    {
        var found = new List<AzureTenant>();
        await foreach (var tenant in ArmOf(home).Subscriptions.ListTenantsAsync(cancellationToken))
        {
            if (found.Count < MostTenants)
                found.Add(tenant);
        }

        // An application is a member of no directory in the list's sense, but has its own all the same.
        return found.Exists(tenant => Same(tenant.TenantId, home)) ? found : [new($"/tenants/{home}", home, null, null), .. found];
    }

    private async Task<IReadOnlyList<AccountSubscription>> ReadTenantAsync(string tenant, string? tenantName, CancellationToken cancellationToken)
    {
        var arm = ArmOf(tenant);
        var token = await tokens.GetTokenAsync(tenant, environment.Audience, renew: false, cancellationToken);
        var objectId = SignInIdentity.TryRead(token)?.ObjectId;
        var found = new List<AccountSubscription>();
        await foreach (var subscription in arm.Subscriptions.ListAsync(cancellationToken))
        {
            var role = objectId is null ? null : await ReadRoleAsync(arm, subscription.SubscriptionId, objectId, cancellationToken);
            found.Add(new(
                subscription.SubscriptionId, subscription.DisplayName, subscription.TenantId ?? tenant, tenantName, subscription.State,
                subscription.SubscriptionPolicies?.QuotaId, role));
        }

        return found;
    }

    private static async Task<string?> ReadRoleAsync(ArmClient arm, string subscriptionId, string objectId, CancellationToken cancellationToken)
    {
        var scope = $"/subscriptions/{subscriptionId}";
        try
        {
            var names = new SortedSet<string>(RoleOrder);
            await foreach (var assignment in arm.Authorization.ListAssignmentsAsync(scope, objectId, cancellationToken))
            {
                // Only what counts for the whole subscription: at it or above it.
                if (assignment.Properties.Scope is { } at && at.TrimEnd('/').Length > scope.Length)
                    continue;
                if (await arm.Authorization.TryGetRoleAsync(assignment.Properties.RoleDefinitionId, cancellationToken) is { } role)
                    names.Add(role.Properties.RoleName);
            }

            return names.Count == 0 ? null : string.Join(", ", names);
        }
        catch (ArmException e) when (e.StatusCode is 400 or 403 or 404)
        {
            // Who may not read assignments, or a Resource Manager without them, still lists subscriptions.
            return null;
        }
    }

    private static readonly Comparer<string> RoleOrder = Comparer<string>.Create((one, other) =>
        (Rank(one), one).CompareTo((Rank(other), other)));

    private static int Rank(string role) => role switch
    {
        "Owner" => 0,
        "Contributor" => 1,
        "Reader" => 3,
        _ => 2,
    };

    private ArmClient ArmOf(string tenant) => new(connection, environment, tokens.In(tenant));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
