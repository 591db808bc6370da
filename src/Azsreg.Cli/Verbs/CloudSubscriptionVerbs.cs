using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cloud;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud subscription add|list|remove</c>.</summary>
internal static class CloudSubscriptionVerbs
{
    private static readonly Dictionary<string, string> Offers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pay-as-you-go"] = SubscriptionOffers.PayAsYouGo,
        ["enterprise-agreement"] = SubscriptionOffers.EnterpriseAgreement,
        ["cloud-solution-provider"] = SubscriptionOffers.CloudSolutionProvider,
    };

    public static Command Create() => new("subscription", "The subscriptions of this Azure side.") { Add(), List(), Remove() };

    /// <summary>The quota id of an offer, by which billing models are judged.</summary>
    /// <exception cref="CataloguedException">There is no such offer (AZR1001).</exception>
    public static string QuotaId(string offer) => Offers.TryGetValue(offer, out var quota)
        ? quota
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--offer '{offer}' is none of {string.Join(", ", Offers.Keys)}.");

    public static Option<string> OfferOption() => new("--offer")
    {
        Description = $"{string.Join(", ", Offers.Keys)}: by it billing models are allowed", HelpName = "OFFER", DefaultValueFactory = _ => "pay-as-you-go",
    };

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "its name" };
        var owner = new Option<string>("--owner") { Description = "the user who gets the role Owner; the subscription trusts this user's tenant", HelpName = "NAME", Required = true };
        var offer = OfferOption();
        var id = new Option<string?>("--id") { Description = "its id; a new one where left out", HelpName = "ID" };
        return CloudOwner.Verb(
            "add", "Adds a subscription.", "azsreg cloud subscription add \"Contoso Stamps\" --owner ann@contoso.example",
            async (context, parsed, cloud, cancellationToken) =>
            {
                var user = await CloudOwner.UserAsync(cloud, parsed.GetRequiredValue(owner), cancellationToken);
                var subscription = new Subscription(
                    CloudOwner.Id(context, parsed.GetValue(id)).ToString(), user.TenantId.ToString(), parsed.GetRequiredValue(name), SubscriptionState.Enabled,
                    QuotaId(parsed.GetRequiredValue(offer)));
                if (subscription.DisplayName.Length is 0 or > 64)
                    throw new CataloguedException(ErrorCatalogue.InvalidOption, "A subscription's name has 1 to 64 characters.");
                if (await cloud.Subscriptions.IsTakenAsync(subscription.SubscriptionId, cancellationToken))
                    throw new CataloguedException(ErrorCatalogue.CloudOwnerConflict, $"There is, or was, a subscription {subscription.SubscriptionId}: an id is given once.");
                await cloud.Subscriptions.SaveAsync(subscription, cancellationToken);
                await cloud.Assignments.GrantAsync(
                    subscription.TenantId, $"/subscriptions/{subscription.SubscriptionId}", BuiltInRoles.Owner, user.ObjectId.ToString(), cancellationToken: cancellationToken);
                if (context.IsJson)
                    context.WriteJson(subscription);
                else
                    context.WriteLine($"{subscription.DisplayName} is subscription {subscription.SubscriptionId}; {user.SignInName} owns it.");
            },
            name, owner, offer, id);
    }

    private static Verb List() => CloudOwner.Verb("list", "Lists the subscriptions.", "azsreg cloud subscription list", async (context, _, cloud, cancellationToken) =>
    {
        var all = new List<(Subscription Subscription, string Tenant)>();
        foreach (var tenant in await cloud.Directory.ListTenantsAsync(cancellationToken))
        {
            foreach (var one in await cloud.Subscriptions.ListAsync(tenant.Id.ToString(), cancellationToken))
                all.Add((one, tenant.DisplayName));
        }

        if (context.IsJson)
        {
            context.WriteJson(all.Select(one => one.Subscription));
            return;
        }

        var table = new Table("Name", "Id", "State", "Offer", "Tenant");
        foreach (var (one, tenant) in all)
            table.Add(one.DisplayName, one.SubscriptionId, one.State.ToString(), one.QuotaId, tenant);
        context.WriteTable(table);
    });

    private static Verb Remove()
    {
        var which = new Argument<string>("ID") { Description = "its id" };
        var confirmation = new Confirmation();
        var verb = CloudOwner.Verb(
            "remove", "Ends a subscription: nobody finds it any more. Its id stays taken, and what was used under it stays billed.",
            "azsreg cloud subscription remove 8f2a0000-0000-4000-8000-000000000a91",
            async (context, parsed, cloud, cancellationToken) =>
            {
                var id = parsed.GetRequiredValue(which);
                var subscription = await cloud.Subscriptions.FindAsync(id, cancellationToken)
                    ?? throw new CataloguedException(ErrorCatalogue.CloudOwnerNotFound, $"There is no subscription '{id}'.", ["azsreg cloud subscription list"]);
                if (!confirmation.Ask(context, parsed, $"Remove the subscription {subscription.DisplayName}?", subscription.DisplayName))
                    return;
                await cloud.Subscriptions.SaveAsync(subscription with { State = SubscriptionState.Deleted }, cancellationToken);
                if (context.IsJson)
                    context.WriteJson(new { removed = subscription.SubscriptionId });
                else
                    context.WriteLine($"{subscription.DisplayName} is removed.");
            },
            which);
        confirmation.AddTo(verb);
        return verb;
    }
}
