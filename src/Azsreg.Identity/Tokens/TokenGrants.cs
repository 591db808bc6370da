namespace Azsreg.Identity;

/// <summary>The grants of the token endpoint: each checks its own proof, then tokens are made the same way.</summary>
internal sealed class TokenGrants(
    IdentityDirectory directory,
    TenantAccess access,
    Resources resources,
    ClientAuthentication clients,
    PasswordSignIn passwords,
    AuthorizationCodes codes,
    DeviceCodes devices,
    Grants grants,
    TokenIssuer issuer)
{
    private const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>Answers one request.</summary>
    /// <exception cref="SignInException">It is refused.</exception>
    public async Task<TokenAnswer> IssueAsync(TokenContext context, string? authorization, CancellationToken cancellationToken)
    {
        var grantType = context.Form.Required("grant_type", 128);
        context.Attempt.Grant = grantType switch
        {
            "authorization_code" or "refresh_token" or "client_credentials" or "password" or "device_code" => grantType,
            DeviceCode => "device_code",
            _ => throw Refused.GrantTypeUnknown(grantType),
        };
        var (clientId, secret) = ClientAuthentication.Credentials(context.Form, authorization);
        context.Attempt.ClientId = clientId;
        context.Attempt.TenantId = context.Tenant?.Id;
        var client = await access.ClientAsync(clientId, context.Tenant, cancellationToken);
        if (context.Attempt.Grant == "client_credentials" && client.IsPublicClient)
            throw Refused.CredentialMissing();
        var proof = await clients.AuthenticateAsync(client, secret, context, cancellationToken);
        var answer = context.Attempt.Grant switch
        {
            "authorization_code" => ByAuthorizationCodeAsync(context, client, proof, cancellationToken),
            "refresh_token" => ByRefreshTokenAsync(context, client, proof, cancellationToken),
            "client_credentials" => ByClientCredentialsAsync(context, client, proof, cancellationToken),
            "password" => ByPasswordAsync(context, client, proof, cancellationToken),
            _ => ByDeviceCodeAsync(context, client, proof, cancellationToken),
        };
        return await answer;
    }

    /// <summary>Ends the sign-in a refresh token is of, where it is the client's own.</summary>
    /// <exception cref="SignInException">The client does not prove itself.</exception>
    public async Task RevokeAsync(TokenContext context, string? authorization, CancellationToken cancellationToken)
    {
        var token = context.Form.Secret("token", 4096) ?? throw Refused.Missing("token");
        var (clientId, secret) = ClientAuthentication.Credentials(context.Form, authorization);
        context.Attempt.ClientId = clientId;
        var client = await access.ClientAsync(clientId, context.Tenant, cancellationToken);
        _ = await clients.AuthenticateAsync(client, secret, context, cancellationToken);
        Grant grant;
        try
        {
            grant = await grants.RedeemAsync(token, cancellationToken);
        }
        catch (SignInException)
        {
            return;
        }

        if (grant.ClientId == client.AppId)
            await grants.RevokeAsync(grant.Id, cancellationToken);
    }

    private async Task<TokenAnswer> ByAuthorizationCodeAsync(
        TokenContext context, Application client, ClientProof proof, CancellationToken cancellationToken)
    {
        var text = context.Form.Required("code");
        var (code, usedFor) = await codes.FindAsync(text, cancellationToken);
        if (usedFor is { } grantId)
        {
            // RFC 6749 §4.1.2: a code used twice was stolen; what it brought is taken back.
            await grants.RevokeAsync(grantId, cancellationToken);
            throw Refused.CodeUsed();
        }

        if (code.ClientId != client.AppId || code.RedirectUri != context.Form.Required("redirect_uri"))
            throw Refused.CodeOfOtherClient();
        if (context.Tenant is { } tenant && tenant.Id != code.TenantId)
            throw Refused.CodeInvalid();
        if (code.Challenge is not null && !ProofKey.Proves(context.Form.Required("code_verifier", 256), code.Challenge))
            throw Refused.ProofKeyWrong();
        var tenantOfCode = await directory.FindTenantAsync(code.TenantId, cancellationToken) ?? throw Refused.CodeInvalid();
        var user = await UserAsync(context, code.User, tenantOfCode, client, cancellationToken);
        var wanted = await WantedAsync(context, code.Resource, code.Scope, cancellationToken);
        var grant = await grants.CreateAsync(code.User, client.AppId, cancellationToken);
        if (!await codes.TryUseAsync(text, grant.Id, cancellationToken))
        {
            await grants.RevokeAsync(grant.Id, cancellationToken);
            throw Refused.CodeUsed();
        }

        return issuer.ForUser(user, grant, client, proof, wanted, context.V2, code.Nonce);
    }

    private async Task<TokenAnswer> ByDeviceCodeAsync(
        TokenContext context, Application client, ClientProof proof, CancellationToken cancellationToken)
    {
        // v1 clients send the device code as "code".
        var deviceCode = context.Form.Optional("device_code", 256) ?? context.Form.Optional("code", 256) ?? throw Refused.Missing("device_code");
        var (request, signedIn) = await devices.PollAsync(deviceCode, client.AppId, cancellationToken);
        var tenant = request.TenantId is { } id ? await directory.FindTenantAsync(id, cancellationToken) : context.Tenant;
        var user = await UserAsync(context, signedIn, tenant, client, cancellationToken);
        var wanted = await WantedAsync(context, request.Resource, request.Scope, cancellationToken);
        var grant = await grants.CreateAsync(signedIn, client.AppId, cancellationToken);
        return issuer.ForUser(user, grant, client, proof, wanted, context.V2);
    }

    private async Task<TokenAnswer> ByRefreshTokenAsync(
        TokenContext context, Application client, ClientProof proof, CancellationToken cancellationToken)
    {
        var token = context.Form.Secret("refresh_token", 4096) ?? throw Refused.Missing("refresh_token");
        var grant = await grants.RedeemAsync(token, cancellationToken);
        var holder = await directory.FindUserAsync(grant.User.HomeTenantId, grant.User.HomeObjectId, cancellationToken);
        context.Attempt.Subject = holder?.SignInName;
        context.Attempt.ObjectId = grant.User.HomeObjectId;
        context.Attempt.TenantId ??= grant.User.HomeTenantId;
        if (grant.RevokedAt is { } revokedAt)
            throw Refused.GrantRevoked(revokedAt);
        if (grant.ClientId != client.AppId && !await IsFamilyAsync(grant.ClientId, client, cancellationToken))
            throw Refused.RefreshTokenOfOtherClient();
        var user = await UserAsync(context, grant.User, context.Tenant, client, cancellationToken);
        var wanted = await WantedAsync(context, null, "openid", cancellationToken);
        return issuer.ForUser(user, grant, client, proof, wanted with { Offline = true }, context.V2);
    }

    private async Task<TokenAnswer> ByClientCredentialsAsync(
        TokenContext context, Application client, ClientProof proof, CancellationToken cancellationToken)
    {
        context.Attempt.Subject = client.DisplayName;
        var tenant = context.Tenant ?? throw Refused.TenantNeeded();
        var principal = await directory.FindServicePrincipalByAppIdAsync(tenant.Id, client.AppId, cancellationToken)
            ?? throw Refused.PrincipalMissing(client.AppId.ToString("D"), tenant.DisplayName);
        context.Attempt.ObjectId = principal.ObjectId;
        if (!principal.Enabled)
            throw Refused.PrincipalDisabled(client.AppId.ToString("D"));
        var wanted = await WantedAsync(context, null, null, cancellationToken, application: true);
        return issuer.ForApplication(principal, proof, wanted, context.V2);
    }

    private async Task<TokenAnswer> ByPasswordAsync(
        TokenContext context, Application client, ClientProof proof, CancellationToken cancellationToken)
    {
        var name = context.Form.Required("username", 320);
        var password = context.Form.Secret("password", PasswordHashing.LongestPassword) ?? throw Refused.Missing("password");
        var account = await passwords.VerifyAsync(name, password, context.TenantName, NoPersonalAccount, context.Attempt, cancellationToken);
        var wanted = await WantedAsync(context, null, null, cancellationToken);
        if (account.HasSecondFactor)
            throw Refused.SecondFactorNeeded(wanted.Audience);
        if (context.Tenant is { } tenant
            && await directory.FindUserOfHomeAsync(tenant.Id, account.TenantId, account.ObjectId, cancellationToken) is null)
            throw Refused.UserUnknown(tenant.DisplayName);
        var signedIn = passwords.Proven(account, secondFactor: false);
        var user = await UserAsync(context, signedIn, context.Tenant, client, cancellationToken);
        var grant = await grants.CreateAsync(signedIn, client.AppId, cancellationToken);
        return issuer.ForUser(user, grant, client, proof, wanted, context.V2);
    }

    private static void NoPersonalAccount(User account)
    {
        if (account.IsPersonalAccount)
            throw Refused.PersonalAccountByPassword();
    }

    private async Task<User> UserAsync(
        TokenContext context, SignedIn signedIn, Tenant? tenant, Application client, CancellationToken cancellationToken)
    {
        context.Attempt.ObjectId = signedIn.HomeObjectId;
        var user = await access.UserAsync(signedIn, tenant, client, cancellationToken);
        context.Attempt.Subject = user.SignInName;
        context.Attempt.ObjectId = user.ObjectId;
        context.Attempt.TenantId = user.TenantId;
        return user;
    }

    private async Task<RequestedAccess> WantedAsync(
        TokenContext context, string? resource, string? scope, CancellationToken cancellationToken, bool application = false)
    {
        var asked = context.Form.Optional("resource") ?? resource;
        var scopes = context.Form.Optional("scope", 8192) ?? scope;
        var wanted = context.V2
            ? await resources.OfScopeAsync(scopes ?? throw Refused.Missing("scope"), context.TenantName, application, cancellationToken)
            : await resources.OfResourceAsync(asked, scopes, context.TenantName, cancellationToken);
        context.Attempt.Resource = wanted.Audience;
        return wanted;
    }

    /// <summary>First-party clients share their refresh tokens, which is how a stamp redeems the one of the operator's tool.</summary>
    private async Task<bool> IsFamilyAsync(Guid issuedTo, Application client, CancellationToken cancellationToken) =>
        client.IsFirstParty && await directory.FindApplicationAsync(issuedTo, cancellationToken) is { IsFirstParty: true };
}
