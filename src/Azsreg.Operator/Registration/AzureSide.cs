using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Azure, as the signed-in operator reaches it for one subscription.</summary>
public sealed record AzureSide
{
    /// <summary>Which Azure.</summary>
    public required AzureEnvironment Environment { get; init; }

    /// <summary>The subscription that will be billed for usage.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The directory the subscription trusts.</summary>
    public required string TenantId { get; init; }

    /// <summary>The directory's domain, where it is known.</summary>
    public string? TenantName { get; init; }

    /// <summary>Who is signed in.</summary>
    public required string Account { get; init; }

    /// <summary>Resource Manager with that person's tokens.</summary>
    public required ArmClient Arm { get; init; }

    /// <summary>Microsoft Graph with that person's tokens; null where the environment has none.</summary>
    public GraphClient? Graph { get; init; }

    /// <summary>Where in the account's other subscriptions a cloud id is registered; null where none of them tells.</summary>
    public Func<string, CancellationToken, Task<ArmResourceId?>> FindElsewhere { get; init; } = (_, _) => Task.FromResult<ArmResourceId?>(null);

    /// <summary>The subscriptions the account sees, by id.</summary>
    public IReadOnlyList<string> VisibleSubscriptions { get; init; } = [];

    /// <summary>The refresh token the stamp redeems; null for an account that has none.</summary>
    public required Func<CancellationToken, ValueTask<Secret?>> GetRefreshToken { get; init; }
}
