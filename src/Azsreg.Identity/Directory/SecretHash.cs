using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>
/// Long random texts at rest (client secrets, codes). A salted SHA-256 is enough: they are not guessable as passwords are,
/// and a slow hash on every token request of a service would only cost.
/// </summary>
internal static class SecretHash
{
    private const int SaltBytes = 16;

    /// <summary>The salted hash of a client secret.</summary>
    public static string Of(Secret secret)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"sha256${Convert.ToBase64String(salt)}${Convert.ToBase64String(Digest(secret, salt))}";
    }

    public static bool Matches(Secret secret, string stored) =>
        stored.Split('$') is ["sha256", var salt, var expected]
        && CryptographicOperations.FixedTimeEquals(Digest(secret, Convert.FromBase64String(salt)), Convert.FromBase64String(expected));

    /// <summary>The key a code of our own making is stored under: 256 random bits need no salt, and must be found by their hash.</summary>
    public static string LookupKey(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    private static byte[] Digest(Secret secret, byte[] salt) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(secret.Reveal())]);
}
