using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>Proof Key for Code Exchange, RFC 7636, method S256 only: <c>plain</c> protects nothing the redirect could leak.</summary>
internal static class ProofKey
{
    /// <summary>Reads the challenge of an authorization request; null where there is none and none is needed.</summary>
    public static string? Challenge(string? challenge, string? method, bool required)
    {
        if (challenge is null)
            return required || method is not null ? throw Refused.ProofKeyMissing() : null;
        if (method != "S256")
            throw Refused.ProofKeyInvalid("'code_challenge_method' must be S256.");
        return challenge.Length == 43 && challenge.All(IsUnreserved)
            ? challenge
            : throw Refused.ProofKeyInvalid("'code_challenge' must be the base64url text of a SHA-256 hash.");
    }

    /// <summary>RFC 7636 §4.6: BASE64URL(SHA256(ASCII(verifier))) equals the challenge.</summary>
    public static bool Proves(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128 && verifier.All(IsUnreserved)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));

    private static bool IsUnreserved(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~';
}
