using Azsreg.AzureClient;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Roles;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>Who is signed in, on which subscription, and what that account may do.</summary>
internal static class AccountChecks
{
    /// <summary>The directory roles whose holders register applications, by their template ids in every directory.</summary>
    private static readonly Dictionary<string, string> s_rolesThatRegister = new(StringComparer.OrdinalIgnoreCase)
    {
        ["62e90394-69f5-4237-9190-012177145e10"] = "Global Administrator",
        ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] = "Application Administrator",
        ["158c047a-c907-4556-b7ef-446551a6b5f7"] = "Cloud Application Administrator",
        ["cf1c38e5-3621-4004-a7cb-879624dced7c"] = "Application Developer",
    };

    public static async Task<CheckRow> SignInAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "sign-in";
        var session = await context.Azure.OwnAsync();
        var seen = $"{session.Account.Name} at {session.Subscription?.TenantName ?? session.TenantId}";
        return await session.GetRefreshTokenAsync(cancellation) is null
            ? CheckRow.Warning(
                name, $"{seen}, without a refresh token: the stamp needs one to make its service principal",
                "Sign in as a user to register a stamp that has none yet: azsreg login. Changing, renewing and disconnected registration need none.")
            : CheckRow.Ok(name, $"{seen}, renewed just now with its refresh token");
    }

    public static async Task<CheckRow> SubscriptionAsync(CheckContext context)
    {
        const string name = "subscription";
        await context.Azure.NeedAsync();
        var subscription = await context.Subscription.OwnAsync();
        var seen = $"{subscription.DisplayName}, {subscription.State ?? "state not told"}, offer {subscription.Offer ?? "not told"}";
        const string fix = "Choose another one: azsreg account set --subscription NAME.";
        return subscription.State switch
        {
            "Disabled" or "Deleted" => CheckRow.Failed(name, ErrorCatalogue.SubscriptionUnusable, seen, fix),
            "Warned" or "PastDue" => CheckRow.Warning(name, seen, "It will be disabled unless its bill is settled; then the registration cannot be changed any more."),
            _ => CheckRow.Ok(name, seen),
        };
    }

    /// <summary>Compares what the account may do with the role that comes with azsreg.</summary>
    public static async Task<CheckRow> RightsAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "rights";
        var session = await context.Azure.NeedAsync();
        var provider = await context.Provider.NeedAsync();
        var group = await context.Group.NeedAsync();
        var scope = $"/subscriptions/{context.SubscriptionId}";
        IReadOnlyList<PermissionSet> here, there;
        try
        {
            here = await session.Arm.Authorization.ListPermissionsAsync(scope, cancellation);
            there = group is null ? here : await session.Arm.Authorization.ListPermissionsAsync($"{scope}/resourceGroups/{group.Name}", cancellation);
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 404 or 405)
        {
            throw new CheckSkippedException("this Azure does not tell permissions");
        }

        var missing = ShippedRoles.Registration.Actions
            .Where(action => !IsDone(action, provider.IsRegistered, group is not null))
            .Where(action => !(IsOfSubscription(action) ? here : there).Any(set => set.Allows(action)))
            .ToList();
        if (missing.Count == 0)
            return CheckRow.Ok(name, $"{(session.Subscription?.Role is { } role ? $"{role}, " : "")}all that registering and removing needs");
        var seen = $"{session.Account.Name} lacks on {context.SubscriptionName}: {string.Join(", ", missing)}";
        const string fix = "Ask an owner for the role that 'azsreg role show registration' prints, or sign in as an owner: azsreg login.";
        return missing.All(action => action.EndsWith("/delete", StringComparison.OrdinalIgnoreCase))
            ? CheckRow.Warning(name, seen + " (needed to change or remove a registration)", fix)
            : CheckRow.Failed(name, ErrorCatalogue.RightMissing, seen, fix);
    }

    /// <summary>The stamp makes its service principal with this account's rights in the directory.</summary>
    public static async Task<CheckRow> ApplicationsAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "applications";
        var session = await context.Azure.NeedAsync();
        if (session.Graph is not { } graph) throw new CheckSkippedException($"{session.Environment.Name} names no Microsoft Graph");
        var host = context.AzureHosts().Last();
        if (!(await context.HostAsync(host)).IsReached) throw new CheckSkippedException($"{host.Place} cannot be reached");
        if (session.Account.Kind == AccountKind.ServicePrincipal) throw new CheckSkippedException("a service principal makes no applications for a stamp");
        try
        {
            await foreach (var role in graph.ListMyDirectoryRolesAsync(cancellation))
            {
                if (role.RoleTemplateId is { } id && s_rolesThatRegister.TryGetValue(id, out var known))
                    return CheckRow.Ok(name, $"may be made: {known} of the directory");
            }

            var me = await graph.GetMeAsync(cancellation);
            const string fix = "Have an administrator of the directory give the role Application Developer, or sign in as one: azsreg login. Disconnected registration makes none.";
            if (string.Equals(me.UserType, "Guest", StringComparison.OrdinalIgnoreCase))
                return CheckRow.Failed(name, ErrorCatalogue.BridgePrincipalRefused, $"{session.Account.Name} is a guest of the directory without a role in it; guests make no applications", fix);
            return await graph.MayUsersCreateApplicationsAsync(cancellation)
                ? CheckRow.Ok(name, "may be made: the directory lets its users")
                : CheckRow.Failed(name, ErrorCatalogue.BridgePrincipalRefused, "the directory's setting \"users can register applications\" is No", fix);
        }
        catch (ArmException refused) when (refused.StatusCode is 401 or 403)
        {
            throw new CheckSkippedException($"the directory does not let this account look ({refused.Error.Code})");
        }
    }

    private static bool IsDone(string action, bool isProviderRegistered, bool isGroupThere) => action switch
    {
        "Microsoft.AzureStack/register/action" => isProviderRegistered,
        "Microsoft.Resources/subscriptions/resourceGroups/write" or "Microsoft.Resources/subscriptions/locations/read" => isGroupThere,
        // Only a group that azsreg itself made is removed with its registration.
        "Microsoft.Resources/subscriptions/resourceGroups/delete" => isGroupThere,
        _ => false,
    };

    private static bool IsOfSubscription(string action) =>
        action is "Microsoft.AzureStack/register/action" or "Microsoft.Resources/subscriptions/read"
            or "Microsoft.Resources/subscriptions/locations/read" or "Microsoft.Resources/subscriptions/providers/read";
}
