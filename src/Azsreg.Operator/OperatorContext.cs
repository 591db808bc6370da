using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Environments;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator;

/// <summary>
/// What every verb works with: the books of a data folder, and the way from them to Azure and to stamps. One is made for a command, so that its
/// requests share connections and a correlation id.
/// </summary>
public sealed class OperatorContext : IDisposable
{
    private readonly OutgoingHttp _http = new();
    private readonly Lazy<SecretProtector> _protector;
    private readonly Lazy<ITokenStore> _tokens;
    private readonly Guid _correlationId;

    /// <summary>Opens the operator's part of a data folder; nothing is read before it is needed.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">The time.</param>
    public OperatorContext(DataFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(clock);
        Folder = folder;
        Clock = clock;
        Environments = new EnvironmentBook(folder, clock);
        Accounts = new AccountBook(folder, clock);
        Stamps = new StampBook(folder, clock);
        SignIn = new SignInService(this);
        PrivilegedEndpoints = new PrivilegedEndpointConnector(Stamps, Accounts, clock);
        _protector = new(() => SecretProtector.Open(folder));
        _tokens = new(() => new SealedTokenStore(folder, _protector.Value));
        _correlationId = Guid.CreateVersion7(clock.GetUtcNow());
    }

    /// <summary>The data folder.</summary>
    public DataFolder Folder { get; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The environments known.</summary>
    public EnvironmentBook Environments { get; }

    /// <summary>The accounts signed in.</summary>
    public AccountBook Accounts { get; }

    /// <summary>The stamps known.</summary>
    public StampBook Stamps { get; }

    /// <summary>Signs in and out.</summary>
    public SignInService SignIn { get; }

    /// <summary>Opens sessions with privileged endpoints.</summary>
    public PrivilegedEndpointConnector PrivilegedEndpoints { get; }

    internal ITokenStore Tokens => _tokens.Value;

    /// <summary>A connection that trusts the system's authorities and these.</summary>
    /// <param name="authorities">PEM texts.</param>
    /// <param name="fingerprint">The SHA-256 of the one certificate to trust instead.</param>
    public AzureConnection Connect(IReadOnlyList<string> authorities, string? fingerprint = null) =>
        new(_http.Client(authorities, fingerprint), Clock) { CorrelationId = _correlationId };

    /// <summary>Opens Azure for a subscription with the account that sees it.</summary>
    /// <param name="environment">The environment's name; null takes the one in use.</param>
    /// <param name="subscription">The subscription by id or name; null takes the one in use.</param>
    /// <exception cref="CataloguedException">Nobody is signed in (AZR3001), no such subscription (AZR3023), or none is in use (AZR2113).</exception>
    public AzureSession OpenAzure(string? environment = null, string? subscription = null)
    {
        var entry = Environments.Get(environment);
        if (Accounts.Current(entry.Name) is not { } current)
            throw new CataloguedException(ErrorCatalogue.NotSignedIn, $"Nobody is signed in to {entry.Name}.", LoginCommand(entry));
        var (account, chosen) = subscription is null ? current : Accounts.Find(entry.Name, subscription);
        return chosen is null ? throw NotChosen(account) : Session(entry, account, chosen);
    }

    /// <summary>Opens a stamp's admin ARM with the account signed in there; null where nobody is, or the stamp has no such address.</summary>
    public AzureSession? TryOpenStampAdmin(StampEntry stamp)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        if (stamp.AdminEnvironment is not { } environment || Accounts.Current(Account.StampRealm(stamp.Name)) is not { } current)
            return null;
        var connection = Connect(stamp.TrustedAuthorities, stamp.Fingerprint);
        return new AzureSession(connection, environment, current.Account, current.Subscription, Provider(connection, environment, current.Account));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        if (_protector.IsValueCreated)
            _protector.Value.Dispose();
    }

    /// <summary>Reads what a stamp's admin ARM says of itself, and keeps it with the stamp for silent sign-ins later.</summary>
    internal async Task<AzureEnvironment> DiscoverAdminAsync(StampEntry stamp, CancellationToken cancellationToken)
    {
        if (stamp.AdminEndpoint is not { } address)
        {
            throw new CataloguedException(
                ErrorCatalogue.StampAdminUnreachable,
                $"No administrator endpoint is entered for '{stamp.Name}'.",
                [$"azsreg stamp add {stamp.Name} --privileged-endpoint {stamp.PrivilegedEndpoint} --admin-endpoint https://adminmanagement.REGION.DOMAIN"]);
        }

        AzureEnvironment environment;
        try
        {
            environment = await AzureEnvironment.DiscoverAsync(
                Connect(stamp.TrustedAuthorities, stamp.Fingerprint), address, Account.StampRealm(stamp.Name), cancellationToken);
        }
        catch (CataloguedException e) when (e.Entry.Kind == FailureKind.Unreachable)
        {
            throw new CataloguedException(ErrorCatalogue.StampAdminUnreachable, $"{stamp.Name}: {e.Detail}", inner: e);
        }

        if (environment != stamp.AdminEnvironment)
            await Stamps.EnterAsync(stamp with { AdminEnvironment = environment }, cancellationToken);
        return environment;
    }

    private AzureSession Session(EnvironmentEntry entry, Account account, AccountSubscription subscription)
    {
        var connection = Connect(entry.TrustedAuthorities);
        return new AzureSession(connection, entry.Environment, account, subscription, Provider(connection, entry.Environment, account));
    }

    private AccessTokenProvider Provider(AzureConnection connection, AzureEnvironment environment, Account account) =>
        new(new SignInClient(connection, environment, account.ClientId), Tokens, account.Key, Clock);

    // For the environment in use the entry's own "azsreg login" is the whole answer.
    private string[]? LoginCommand(EnvironmentEntry entry) => entry.Name == Environments.Current.Name ? null : [$"azsreg login --environment {entry.Name}"];

    private static CataloguedException NotChosen(Account account) => account.Subscriptions.Count == 0
        ? new(ErrorCatalogue.SubscriptionNotChosen, $"{account.Name} sees no subscription.", ["azsreg login --tenant DIRECTORY"])
        : new(
            ErrorCatalogue.SubscriptionNotChosen,
            $"{account.Name} sees {account.Subscriptions.Count} {(account.Subscriptions.Count == 1 ? "subscription" : "subscriptions")}, and none is in use.",
            [.. account.Subscriptions.Take(10).Select(subscription => $"azsreg account set --subscription \"{subscription.Name}\"")]);
}
