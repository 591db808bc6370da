using Azsreg.AzureClient;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.SignIn;

/// <summary>Signs in and out, and keeps what is known of accounts up to date.</summary>
public sealed class SignInService
{
    /// <summary>How long a person may take in the browser.</summary>
    private static readonly TimeSpan BrowserPatience = TimeSpan.FromMinutes(10);

    private readonly OperatorContext _context;

    internal SignInService(OperatorContext context) => _context = context;

    /// <summary>Signs in and takes the account into use.</summary>
    /// <exception cref="CataloguedException">Refused, unreachable, or something needed was not given.</exception>
    public async Task<LoginResult> LoginAsync(LoginRequest request, ILoginScreen screen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var realm = await OpenRealmAsync(request, cancellationToken);
        var isApplication = request.Method is LoginMethod.ApplicationSecret or LoginMethod.ApplicationCertificate;
        if (isApplication && request.Tenant is null && request.Stamp is null)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "A service principal lives in one directory: name it with --tenant.");

        var asked = request.Tenant ?? realm.Environment.DefaultTenant;
        var clientId = ClientIdOf(request);
        var client = new SignInClient(realm.Connection, realm.Environment, clientId);
        var grant = await SignInAsync(client, asked, realm.Environment.Audience, request.Method, screen, cancellationToken);

        var tenant = grant.Identity?.TenantId ?? asked;
        var name = grant.Identity?.UserName ?? (isApplication ? clientId : null) ?? (request.Method as LoginMethod.Password)?.UserName ?? grant.Identity?.ObjectId ?? clientId;
        var account = new Account(
            realm.Name, name, isApplication ? AccountKind.ServicePrincipal : AccountKind.User, clientId, tenant, grant.Identity?.ObjectId,
            _context.Clock.GetUtcNow(), []);
        await KeepTokensAsync(account, tenant, realm.Environment.Audience, request.Method, grant, cancellationToken);

        using var tokens = new AccessTokenProvider(client, _context.Tokens, account.Key, _context.Clock);
        var (subscriptions, skipped) = await new AccountReader(realm.Connection, realm.Environment, tokens)
            .ReadAsync(tenant, request.Tenant is not null || isApplication || request.Stamp is not null, cancellationToken);
        account = account with { Subscriptions = subscriptions };
        var inUse = await _context.Accounts.EnterAsync(account, cancellationToken);
        return new LoginResult(account, inUse, skipped);
    }

    /// <summary>Reads anew what an account can see.</summary>
    /// <returns>The account with what it sees now.</returns>
    public async Task<Account> RefreshAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var entry = _context.Environments.Get(account.Realm);
        var connection = _context.Connect(entry.TrustedAuthorities);
        using var tokens = new AccessTokenProvider(new SignInClient(connection, entry.Environment, account.ClientId), _context.Tokens, account.Key, _context.Clock);
        // What was seen at sign-in tells whether one directory was asked for or all.
        var several = account.Kind == AccountKind.User && account.Subscriptions.Any(s => !string.Equals(s.TenantId, account.TenantId, StringComparison.OrdinalIgnoreCase));
        var (subscriptions, _) = await new AccountReader(connection, entry.Environment, tokens).ReadAsync(account.TenantId, !several, cancellationToken);
        var fresh = account with { Subscriptions = subscriptions };
        await _context.Accounts.RefreshAsync(fresh, cancellationToken);
        return fresh;
    }

    /// <summary>Takes a subscription into use, with the account that sees it.</summary>
    /// <param name="environment">The environment's name; null takes the one in use.</param>
    /// <param name="idOrName">The subscription.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CataloguedException">No account sees it (AZR3023; names the directory to sign in at where Azure tells it), or several have that name (AZR2113).</exception>
    public async Task<(Account Account, AccountSubscription Subscription)> UseSubscriptionAsync(
        string? environment, string idOrName, CancellationToken cancellationToken)
    {
        var entry = _context.Environments.Get(environment);
        try
        {
            return await _context.Accounts.UseAsync(entry.Name, idOrName, cancellationToken);
        }
        catch (CataloguedException e) when (e.Entry == ErrorCatalogue.AccountUnknown && Guid.TryParse(idOrName, out _))
        {
            var connection = _context.Connect(entry.TrustedAuthorities);
            if (await SubscriptionOperations.FindTenantAsync(connection, entry.Environment, idOrName, cancellationToken) is not { } tenant)
                throw;
            throw new CataloguedException(
                ErrorCatalogue.AccountUnknown,
                $"Subscription {idOrName} trusts directory {tenant}, and no account signed in to {entry.Name} sees it.",
                [$"azsreg login --tenant {tenant}"],
                e);
        }
    }

    /// <summary>Forgets an account and its tokens on this machine.</summary>
    public async Task LogoutAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        // The tokens first: if the second half fails, what is left is a name without power.
        await _context.Tokens.RemoveAsync(account.Key, cancellationToken);
        await _context.Accounts.RemoveAsync(account, cancellationToken);
    }

    private async Task<Realm> OpenRealmAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.Stamp is null)
        {
            var entry = _context.Environments.Get(request.Environment);
            return new(entry.Name, entry.Environment, _context.Connect(entry.TrustedAuthorities));
        }

        var stamp = _context.Stamps.Get(request.Stamp);
        var environment = await _context.DiscoverAdminAsync(stamp, cancellationToken);
        return new(Account.StampRealm(stamp.Name), environment, _context.Connect(stamp.TrustedAuthorities, stamp.Fingerprint));
    }

    private static string ClientIdOf(LoginRequest request) => request.Method switch
    {
        LoginMethod.ApplicationSecret application => application.ApplicationId,
        LoginMethod.ApplicationCertificate application => application.ApplicationId,
        _ => request.ClientId ?? WellKnown.AzurePowerShellClientId,
    };

    private static Task<TokenGrant> SignInAsync(
        SignInClient client, string tenant, string audience, LoginMethod method, ILoginScreen screen, CancellationToken cancellationToken) => method switch
    {
        LoginMethod.DeviceCode => client.WithDeviceCodeAsync(tenant, audience, screen.ShowDeviceCodeAsync, cancellationToken),
        LoginMethod.Browser => client.WithBrowserAsync(tenant, audience, screen.OpenBrowserAsync, BrowserPatience, cancellationToken),
        LoginMethod.Password password => client.WithPasswordAsync(tenant, audience, password.UserName, password.Value, cancellationToken),
        LoginMethod.ApplicationSecret application => client.WithClientSecretAsync(tenant, audience, application.Value, cancellationToken),
        LoginMethod.ApplicationCertificate application => client.WithCertificateAsync(tenant, audience, application.Value, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    private async Task KeepTokensAsync(Account account, string tenant, string audience, LoginMethod method, TokenGrant grant, CancellationToken cancellationToken)
    {
        AccountCredential credential = method switch
        {
            LoginMethod.ApplicationSecret application => new AccountCredential.ClientSecret(application.Value),
            LoginMethod.ApplicationCertificate application => new AccountCredential.ClientCertificate(application.Value),
            _ => new AccountCredential.Refresh(grant.RefreshToken ?? throw new CataloguedException(
                ErrorCatalogue.SignInRefused, "The token service gave no refresh token, so the sign-in could not be kept.")),
        };
        var first = new CachedToken(tenant, audience, grant.AccessToken, _context.Clock.GetUtcNow(), grant.ExpiresOn);
        await _context.Tokens.WriteAsync(account.Key, new StoredTokens(credential, [first]), cancellationToken);
    }

    private sealed record Realm(string Name, AzureEnvironment Environment, AzureConnection Connection);
}
