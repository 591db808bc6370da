using Azsreg.AzureClient;
using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Operator.SignIn;

/// <summary>Azure as the signed-in account reaches it for one subscription, without asking anybody again.</summary>
public sealed class AzureSession : IDisposable
{
    private readonly AccessTokenProvider _tokens;

    internal AzureSession(AzureConnection connection, AzureEnvironment environment, Account account, AccountSubscription? subscription, AccessTokenProvider tokens)
    {
        _tokens = tokens;
        Environment = environment;
        Account = account;
        Subscription = subscription;
        TenantId = subscription?.TenantId ?? account.TenantId;
        Arm = new ArmClient(connection, environment, tokens.In(TenantId));
        Graph = environment.GraphUrl is null ? null : new GraphClient(connection, environment, tokens.In(TenantId));
    }

    /// <summary>Which Azure.</summary>
    public AzureEnvironment Environment { get; }

    /// <summary>Who.</summary>
    public Account Account { get; }

    /// <summary>The subscription in use; null only where the session was opened without one.</summary>
    public AccountSubscription? Subscription { get; }

    /// <summary>The directory the tokens are of: the subscription's, else the account's own.</summary>
    public string TenantId { get; }

    /// <summary>Resource Manager.</summary>
    public ArmClient Arm { get; }

    /// <summary>Microsoft Graph; null where the environment has none.</summary>
    public GraphClient? Graph { get; }

    /// <summary>The refresh token a stamp redeems; null for a service principal.</summary>
    public ValueTask<Secret?> GetRefreshTokenAsync(CancellationToken cancellationToken) => _tokens.GetRefreshTokenAsync(cancellationToken);

    /// <summary>Fetches a new access token from the token service, which proves that the sign-in still holds.</summary>
    /// <exception cref="SignInException">It does not.</exception>
    internal ValueTask<Secret> RenewAsync(CancellationToken cancellationToken) =>
        _tokens.GetTokenAsync(TenantId, Environment.Audience, renew: true, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _tokens.Dispose();
}
