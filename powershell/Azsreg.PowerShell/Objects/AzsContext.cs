using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>Who works in which Azure with which subscription, with the property paths of Az's contexts.</summary>
public sealed class AzsContext
{
    internal AzsContext(AzsEnvironment environment, AzsAccount account, AzsTenant? tenant, AzsSubscription? subscription)
    {
        Environment = environment;
        Account = account;
        Tenant = tenant;
        Subscription = subscription;
    }

    /// <summary>The account.</summary>
    public AzsAccount Account { get; }

    /// <summary>The subscription in use; null where none is.</summary>
    public AzsSubscription? Subscription { get; }

    /// <summary>The directory of the subscription, else of the account.</summary>
    public AzsTenant? Tenant { get; }

    /// <summary>The Azure.</summary>
    public AzsEnvironment Environment { get; }

    /// <summary>One line with all four.</summary>
    public override string ToString() => $"{Subscription?.Name ?? "no subscription"} as {Account.Id} in {Environment}";

    /// <summary>From <c>account show</c>.</summary>
    internal static AzsContext From(JsonValue shown)
    {
        var subscription = shown["subscription"];
        var tenant = subscription?.TextOf("tenantId") ?? shown.TextOf("tenantId");
        return new AzsContext(
            new AzsEnvironment(shown.TextOf("environment") ?? "", shown.TextOf("standsFor"), shown.TextOf("resourceManagerUrl")),
            new AzsAccount(shown.TextOf("account") ?? "", shown.TextOf("kind") ?? "User"),
            tenant is null ? null : new AzsTenant(tenant, subscription?.TextOf("directory")),
            subscription is null ? null : new AzsSubscription(
                subscription.TextOf("id") ?? "", subscription.TextOf("name") ?? "", subscription.TextOf("state"), subscription.TextOf("tenantId"), subscription.TextOf("role")));
    }

    /// <summary>From a context of Az or AzureRM, or anything with the same property paths.</summary>
    /// <param name="other">The context.</param>
    /// <param name="member">Reads a member; null where there is none.</param>
    internal static AzsContext FromOther(object other, Func<object, string, object?> member)
    {
        string? Text(string first, params string[] names) => member(other, first) is { } part
            ? names.Select(name => member(part, name)?.ToString()).FirstOrDefault(text => !string.IsNullOrEmpty(text))
            : null;
        // AzureRM's older contexts have SubscriptionId and TenantId where later ones have Id.
        var subscription = Text("Subscription", "Id", "SubscriptionId");
        var tenant = Text("Tenant", "Id", "TenantId");
        return new AzsContext(
            new AzsEnvironment(Text("Environment", "Name") ?? "AzureCloud", null, null),
            new AzsAccount(Text("Account", "Id") ?? "", Text("Account", "Type") ?? "User"),
            tenant is null ? null : new AzsTenant(tenant, null),
            subscription is null ? null : new AzsSubscription(subscription, Text("Subscription", "Name", "SubscriptionName") ?? "", null, tenant, null));
    }
}
