using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.ArmServer;

public static partial class ArmErrors
{
    /// <summary>401: no token.</summary>
    public static ArmException AuthenticationMissing() =>
        new(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");

    /// <summary>401: a header that holds no bearer token.</summary>
    public static ArmException AuthenticationMalformed() =>
        new(401, "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is not present or provided in an invalid format.");

    /// <summary>401: a token that is malformed, altered or from a stranger.</summary>
    public static ArmException InvalidAuthenticationToken() =>
        new(401, "InvalidAuthenticationToken", "The access token is invalid.");

    /// <summary>401: a token made out to another service.</summary>
    public static ArmException InvalidAuthenticationTokenAudience(string audience, IReadOnlyList<string> allowed) =>
        new(401, "InvalidAuthenticationTokenAudience",
            $"The access token has been obtained for wrong audience or resource '{Quoted(audience)}'. "
            + $"It should exactly match with one of the allowed audiences '{string.Join("','", allowed)}'.");

    /// <summary>401: a token past its time.</summary>
    public static ArmException ExpiredAuthenticationToken(DateTimeOffset expiry, DateTimeOffset now) =>
        new(401, "ExpiredAuthenticationToken",
            $"The access token expiry UTC time '{Time(expiry)}' is earlier than current UTC time '{Time(now)}'.");

    /// <summary>401: a token of another directory than the subscription's.</summary>
    /// <param name="gotIssuer">The issuer of the token.</param>
    /// <param name="wantedIssuer">The issuer of the subscription's tenant.</param>
    /// <param name="authority">Where to get a right token.</param>
    public static ArmException InvalidAuthenticationTokenTenant(string gotIssuer, string wantedIssuer, string authority) =>
        new(401, "InvalidAuthenticationTokenTenant",
            $"The access token is from the wrong issuer '{gotIssuer}'. It must match the tenant '{wantedIssuer}' associated with this subscription. "
            + $"Please use the authority (URL) '{authority}' to get the token. Note, if the subscription is transferred to another tenant there is no "
            + "impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your "
            + "subscription and see this error message, please try back later.");

    // Azure prints these in the US form, whatever Accept-Language says.
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture);
}
