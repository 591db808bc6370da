namespace Azsreg.Identity;

/// <summary>
/// The refusals of the token service, one a reason. Numbers and OAuth errors are those clients of Entra ID already react to
/// (its reference of AADSTS codes; RFC 6749 §5.2, RFC 8628 §3.5).
/// </summary>
internal static class Refused
{
    private const int BadRequest = 400;
    private const int Unauthorized = 401;

    // The service
    public static SignInException Unavailable() =>
        new(90033, "temporarily_unavailable", 503, "A transient error has occurred. Please try again.", audited: false);

    // The request
    public static SignInException Malformed(string what) =>
        new(9002313, "invalid_request", BadRequest, $"Invalid request. Request is malformed or invalid: {what}");

    public static SignInException TooLarge(int bytes) =>
        new(9002313, "invalid_request", 413, $"Invalid request. The request body is larger than {bytes} bytes.");

    public static SignInException Missing(string parameter) =>
        new(900144, "invalid_request", BadRequest, $"The request body must contain the following parameter: '{parameter}'.");

    public static SignInException GrantTypeUnknown(string grantType) =>
        new(70003, "unsupported_grant_type", BadRequest, $"The app requested an unsupported grant type '{grantType}'.");

    public static SignInException TenantNotFound(string tenant) =>
        new(90002, "invalid_request", BadRequest,
            $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. " +
            "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static SignInException TenantNeeded() =>
        new(50059, "invalid_request", BadRequest,
            "No tenant-identifying information found in either the request or implied by any provided credentials.");

    public static SignInException ResourceNotFound(string resource, string tenant) =>
        new(500011, "invalid_resource", BadRequest,
            $"The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not " +
            "been installed by the administrator of the tenant or consented to by any user in the tenant.");

    public static SignInException ScopeInvalid(string scope, string why) =>
        new(70011, "invalid_scope", BadRequest, $"The provided request must include a valid 'scope' input parameter. The scope '{scope}' is not valid: {why}");

    // The application
    public static SignInException ApplicationNotFound(string clientId, string tenant) =>
        new(700016, "unauthorized_client", BadRequest,
            $"Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not " +
            "been installed by the administrator of the tenant or consented to by any user in the tenant.");

    public static SignInException PrincipalMissing(string clientId, string tenant) =>
        new(7000229, "unauthorized_client", Unauthorized,
            $"The client application {clientId} is missing service principal in the tenant {tenant}.");

    public static SignInException PrincipalDisabled(string clientId) =>
        new(7000112, "unauthorized_client", BadRequest, $"Application '{clientId}' is disabled.");

    public static SignInException CredentialMissing() =>
        new(7000218, "invalid_client", Unauthorized,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    public static SignInException CredentialUnwanted() =>
        new(700025, "invalid_client", Unauthorized,
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");

    public static SignInException SecretWrong(Guid appId) =>
        new(7000215, "invalid_client", Unauthorized,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, " +
            $"for a secret added to app '{appId}'.");

    public static SignInException SecretExpired(Guid appId) =>
        new(7000222, "invalid_client", Unauthorized,
            $"The provided client secret keys for app '{appId}' are expired. Create new keys for your app.");

    public static SignInException AssertionBad(string why) =>
        new(700027, "invalid_client", Unauthorized, $"The certificate with identifier used to sign the client assertion is not valid for the application. {why}");

    public static SignInException AssertionOutOfTime(string why) =>
        new(700024, "invalid_client", Unauthorized, $"Client assertion is not within its valid time range. {why}");

    public static SignInException AssertionAudienceWrong() =>
        new(700023, "invalid_client", Unauthorized, "Client assertion audience claim does not match Realm issuer.");

    public static SignInException AssertionIssuerWrong() =>
        new(700021, "invalid_client", Unauthorized, "Client assertion application identifier doesn't match 'client_id' parameter.");

    public static SignInException PublicClientOnly(string flow) =>
        new(7000218, "invalid_client", Unauthorized, $"The {flow} needs a client that is registered as public, or its credential: 'client_assertion' or 'client_secret'.");

    public static SignInException ConsentMissing(string clientId, string name) =>
        new(65001, "invalid_grant", BadRequest,
            $"The user or administrator has not consented to use the application with ID '{clientId}' named '{name}'. " +
            "Send an interactive authorization request for this user and resource.", "consent_required");

    // The authorization request
    public static SignInException RedirectUriWrong(string redirectUri, string clientId) =>
        new(50011, "invalid_request", BadRequest,
            $"The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'.");

    public static SignInException ResponseTypeUnknown(string value) =>
        new(700054, "unsupported_response_type", BadRequest, $"response_type '{value}' is not enabled for the application.");

    public static SignInException ResponseModeUnknown(string value) =>
        new(70007, "invalid_request", BadRequest, $"'{value}' is not a supported value of 'response_mode'.");

    public static SignInException ProofKeyMissing() =>
        new(9002325, "invalid_request", BadRequest, "Proof Key for Code Exchange is required: send 'code_challenge' with 'code_challenge_method' S256.");

    public static SignInException ProofKeyInvalid(string why) =>
        new(501491, "invalid_request", BadRequest, $"Invalid code challenge: {why}");

    public static SignInException SignInNeeded() =>
        new(50058, "login_required", BadRequest, "A silent sign-in request was sent but no user is signed in.");

    // The code
    public static SignInException ProofKeyWrong() =>
        new(501481, "invalid_grant", BadRequest, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");

    public static SignInException CodeInvalid() =>
        new(70000, "invalid_grant", BadRequest, "The provided grant is invalid or malformed.");

    public static SignInException CodeUsed() =>
        new(54005, "invalid_grant", BadRequest, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");

    public static SignInException CodeExpired() =>
        new(70008, "invalid_grant", BadRequest, "The provided authorization code has expired. Send a new interactive authorization request for this user and resource.");

    public static SignInException CodeOfOtherClient() =>
        new(700005, "invalid_grant", BadRequest, "The provided authorization code is intended to be used against another application or redirect URI.");

    // The device code
    public static SignInException DevicePending() =>
        new(70016, "authorization_pending", BadRequest, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.", audited: false);

    public static SignInException DeviceSlowDown(long seconds) =>
        new(70016, "slow_down", BadRequest, $"OAuth 2.0 device flow error. Polled too often; wait {seconds} seconds between two requests.", audited: false);

    public static SignInException DeviceExpired() =>
        new(70019, "expired_token", BadRequest, "Verification code expired. Have the user retry the sign-in.");

    public static SignInException DeviceDeclined() =>
        new(65004, "authorization_declined", BadRequest, "User declined to sign in on the other device.");

    public static SignInException UserCodeWrong() =>
        new(70018, "invalid_grant", BadRequest, "That code didn't work. Check the code and try again.");

    // The refresh token
    public static SignInException RefreshTokenInvalid() =>
        new(9002313, "invalid_grant", BadRequest, "Invalid request. The refresh token is malformed or invalid.");

    public static SignInException RefreshTokenExpired() =>
        new(700082, "invalid_grant", BadRequest, "The refresh token has expired due to inactivity.");

    public static SignInException GrantRevoked(DateTimeOffset at) =>
        new(50173, "invalid_grant", BadRequest,
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their " +
            $"password, or the sign-in was revoked. The grant was revoked on '{at:yyyy-MM-ddTHH:mm:ss.fffffffZ}'.", "bad_token");

    public static SignInException RefreshTokenOfOtherClient() =>
        new(70000, "invalid_grant", BadRequest, "The provided refresh token was issued to another client.");

    // The user
    public static SignInException PasswordWrong() =>
        new(50126, "invalid_grant", BadRequest, "Error validating credentials due to invalid username or password.");

    public static SignInException UserUnknown(string tenant) =>
        new(50034, "invalid_grant", BadRequest,
            $"The user account does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.");

    public static SignInException UserNotInTenant(string user, string home, string tenant, string clientId) =>
        new(50020, "invalid_grant", BadRequest,
            $"User account '{user}' from identity provider '{home}' does not exist in tenant '{tenant}' and cannot access the application " +
            $"'{clientId}' in that tenant. The account needs to be added as an external user in the tenant first. " +
            "Sign out and sign in again with a different account.");

    public static SignInException UserDisabled() =>
        new(50057, "invalid_grant", BadRequest, "The user account is disabled. The account has been disabled by an administrator.");

    public static SignInException AccountLocked() =>
        new(50053, "invalid_grant", BadRequest,
            "The account is locked, you've tried to sign in too many times with an incorrect user ID or password. Wait and try again.");

    public static SignInException SecondFactorNeeded(string resource) =>
        new(50076, "interaction_required", BadRequest,
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor " +
            $"authentication to access '{resource}'. A user name and password alone cannot do that: sign in with the device code flow.", "basic_action");

    public static SignInException SecondFactorWrong() =>
        new(500121, "invalid_grant", BadRequest, "Authentication failed during strong authentication request. The code is wrong or was used already.");

    public static SignInException PersonalAccountByPassword() =>
        new(9001023, "invalid_request", BadRequest,
            "A personal Microsoft account cannot sign in with user name and password through a client: sign in with the device code flow.");

    public static SignInException SignInTimedOut() =>
        new(165000, "invalid_request", BadRequest, "This sign-in took too long or was started in another window. Start again from the application.");
}
