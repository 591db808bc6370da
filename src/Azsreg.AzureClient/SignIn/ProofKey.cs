using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.AzureClient.SignIn;

/// <summary>The proof key of an authorization code (RFC 7636): only who started the sign-in can redeem its code.</summary>
internal sealed record ProofKey(string Verifier, string Challenge)
{
    public static ProofKey Make(RandomNumberGenerator randomness)
    {
        var verifier = RandomText(randomness);
        return new(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }

    /// <summary>43 characters that nobody guesses; the shortest verifier RFC 7636 §4.1 allows.</summary>
    public static string RandomText(RandomNumberGenerator randomness)
    {
        Span<byte> bytes = stackalloc byte[32];
        randomness.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
