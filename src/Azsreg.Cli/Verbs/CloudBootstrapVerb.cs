using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Cloud;
using Azsreg.Cloud.Directory;
using Azsreg.Identity;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud bootstrap</c>: the first administrator, once.</summary>
internal static class CloudBootstrapVerb
{
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "what the administrator signs in with: name@domain" };
        var tenantName = new Option<string?>("--tenant-name") { Description = "the organisation's name; its domain where left out", HelpName = "NAME" };
        var subscriptionName = new Option<string?>("--subscription-name") { Description = "the first subscription's name; 'Administration' where left out", HelpName = "NAME" };
        var offer = CloudSubscriptionVerbs.OfferOption();
        var password = new PasswordInput();
        var verb = CloudOwner.Verb(
            "bootstrap", "Makes the first tenant, its Global Administrator and a subscription that is theirs; once, while there is no user.",
            "azsreg cloud bootstrap admin@contoso.example --tenant-name Contoso", make: true,
            async (context, parsed, cloud, cancellationToken) =>
            {
                var signInName = parsed.GetRequiredValue(name);
                await RequireNobodyAsync(cloud, cancellationToken);
                var domain = signInName[(signInName.IndexOf('@', StringComparison.Ordinal) + 1)..];
                var (secret, isMadeUp) = CloudOwner.NewPassword(context, parsed, password, signInName);

                // The user comes last: whatever interrupts this before, it can be run again.
                var userId = CloudOwner.Id(context, null);
                var tenant = await cloud.Directory.FindTenantAsync(domain, cancellationToken)
                    ?? await cloud.Directory.CreateTenantAsync(CloudOwner.Id(context, null), parsed.GetValue(tenantName) ?? domain, [domain], cancellationToken);
                var subscription = await cloud.Subscriptions.ListAsync(tenant.Id.ToString(), cancellationToken) is [var begun, ..]
                    ? begun
                    : new Subscription(
                        CloudOwner.Id(context, null).ToString(), tenant.Id.ToString(), parsed.GetValue(subscriptionName) ?? "Administration",
                        SubscriptionState.Enabled, CloudSubscriptionVerbs.QuotaId(parsed.GetRequiredValue(offer)));
                await cloud.Subscriptions.SaveAsync(subscription, cancellationToken);
                await cloud.Assignments.GrantAsync(
                    subscription.TenantId, $"/subscriptions/{subscription.SubscriptionId}", BuiltInRoles.Owner, userId.ToString(), cancellationToken: cancellationToken);
                await cloud.Policies.AddRoleAsync(tenant.Id, userId, DirectoryRole.GlobalAdministrator, cancellationToken);
                await cloud.Directory.CreateUserAsync(
                    new NewUser { TenantId = tenant.Id, UserPrincipalName = signInName, DisplayName = signInName.Split('@')[0], Password = secret, ObjectId = userId },
                    cancellationToken);
                Show(context, signInName, tenant, subscription, isMadeUp ? secret : null);
            },
            name, tenantName, subscriptionName, offer);
        password.AddTo(verb);
        return verb;
    }

    private static async Task RequireNobodyAsync(CloudAdministration cloud, CancellationToken cancellationToken)
    {
        foreach (var tenant in await cloud.Directory.ListTenantsAsync(cancellationToken))
        {
            if (await cloud.Directory.ListUsersAsync(tenant.Id, take: 1, cancellationToken: cancellationToken) is { Count: > 0 })
                throw new CataloguedException(ErrorCatalogue.CloudHasAdministrator, $"The tenant {tenant.DisplayName} has users.", ["azsreg cloud user list"]);
        }
    }

    private static void Show(CliContext context, string signInName, Tenant tenant, Subscription subscription, Secret? madeUp)
    {
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                administrator = signInName, tenantId = tenant.Id, subscriptionId = subscription.SubscriptionId, password = madeUp?.Reveal(),
            });
            return;
        }

        context.WriteLine($"{signInName} administers {tenant.DisplayName} ({tenant.Id}) and owns the subscription {subscription.DisplayName} ({subscription.SubscriptionId}).");
        if (madeUp is not null)
            context.WriteLine($"Password, shown this once: {madeUp.Reveal()}");
    }
}
