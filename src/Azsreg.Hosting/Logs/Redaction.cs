using System.Text.RegularExpressions;

namespace Azsreg.Hosting;

/// <summary>
/// The last fence before a text is kept or shown: masks what has the form of a secret. The first fence is <see cref="Protocol.Secret"/>; this
/// one catches what a library or a peer wrote into a message.
/// </summary>
public static partial class Redaction
{
    private const string Mask = "***";

    /// <summary>
    /// The text with credentials of an Authorization header, JSON web tokens, SAS signatures, private keys and the values of fields named like a
    /// password or token masked.
    /// </summary>
    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = PrivateKey().Replace(text, "$1" + Mask + "$2");
        text = AuthorizationScheme().Replace(text, "$1 " + Mask);
        text = JsonWebToken().Replace(text, Mask);
        return NamedSecret().Replace(text, "$1" + Mask);
    }

    [GeneratedRegex("(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    // A credential has a capital, a digit or a sign in it; "basic authentication" has not.
    [GeneratedRegex(@"\b((?i:Bearer|Basic|Negotiate|NTLM|SharedAccessSignature))\s+(?=[a-z-]*[A-Z0-9+/=._~%&])[A-Za-z0-9+/=._~%&-]{8,}")]
    private static partial Regex AuthorizationScheme();

    // header.payload, with or without a signature; "eyJ" is base64url of '{"'.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")]
    private static partial Regex JsonWebToken();

    // sig=…, password=…, "refresh_token": "…", also in JSON within JSON: a name, what separates, then the value, quoted or up to its end.
    [GeneratedRegex(
        """
        (
          (?:\b|_)
          (?:sig|pwd|passwd|password|passphrase|secret|client_?secret|(?:access|refresh|id|registration)_?token|(?:client_)?assertion
            |activation_?key|device_?code|totp)
          (?:\\?["'])?\s*[=:]\s*
        )
        (?!\*\*\*)
        (?: \\"[^"]*" | "(?:[^"\\]|\\.)*" | '[^']*' | [^\s"'&,;<>{}\\]+ )
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedSecret();
}
