using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud partner approve|withdraw|set</c>: what Microsoft's partner centre is for real Azure.</summary>
internal static class CloudPartnerVerbs
{
    public static Command Create() =>
        new("partner", "Which registrations of the Azure side in this data folder may have customers billed apart, and whose customers those are.") { Approve(), Withdraw(), Set() };

    private static Verb Approve() => OfSubscription(
        "approve", "Approves the registrations of a subscription for customer subscriptions.", "Approved", (partners, id, cancellationToken) => partners.ApproveAsync(id, cancellationToken));

    private static Verb Withdraw() => OfSubscription(
        "withdraw", "Takes the approval back; customers there are stay, new ones are refused.", "Withdrawn", (partners, id, cancellationToken) => partners.WithdrawAsync(id, cancellationToken));

    private static Verb OfSubscription(string name, string description, string done, Func<PartnerDirectory, string, CancellationToken, Task> act)
    {
        var subscription = new Argument<string>("SUBSCRIPTION") { Description = "the id of the subscription used for registration" };
        return CloudOwner.Verb(name, description, $"azsreg cloud partner {name} 8f2a0000-0000-4000-8000-000000000a90", async (context, parsed, cloud, cancellationToken) =>
        {
            var id = SubscriptionOf(parsed.GetRequiredValue(subscription));
            await act(cloud.Partners, id, cancellationToken);
            Tell(context, id, await cloud.Partners.PartnerOfAsync(id, cancellationToken), await cloud.Partners.IsApprovedAsync(id, cancellationToken), done);
        }, subscription);
    }

    private static Verb Set()
    {
        var subscription = new Argument<string>("SUBSCRIPTION") { Description = "the id of a subscription, of a registration or of a customer" };
        var partner = new Argument<string>("PARTNER") { Description = "the partner it was bought from: 1 to 64 characters" };
        return CloudOwner.Verb(
            "set", "Enters the partner a subscription was bought from. A registration and its customers have the same one.",
            "azsreg cloud partner set 8f2a0000-0000-4000-8000-000000000b90 1234567",
            async (context, parsed, cloud, cancellationToken) =>
            {
                var id = SubscriptionOf(parsed.GetRequiredValue(subscription));
                var name = parsed.GetRequiredValue(partner).Trim();
                if (name.Length is 0 or > 64)
                    throw new CataloguedException(ErrorCatalogue.InvalidOption, "PARTNER has 1 to 64 characters.");
                await cloud.Partners.SetPartnerAsync(id, name, cancellationToken);
                Tell(context, id, name, await cloud.Partners.IsApprovedAsync(id, cancellationToken), "Entered");
            },
            subscription, partner);
    }

    private static void Tell(CliContext context, string subscriptionId, string? partner, bool isApproved, string done)
    {
        if (context.IsJson)
            context.WriteJson(new { SubscriptionId = subscriptionId, Partner = partner, IsApproved = isApproved });
        else
            context.WriteLine($"{done}: subscription {subscriptionId}{(partner is null ? "" : $" of partner {partner}")}, customers billed apart: {(isApproved ? "yes" : "no")}.");
    }

    private static string SubscriptionOf(string text) => Guid.TryParse(text, out var id)
        ? id.ToString()
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{text}' is no subscription id.");
}
