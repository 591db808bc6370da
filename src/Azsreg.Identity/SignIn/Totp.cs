using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>Time-based one-time codes, RFC 6238 over RFC 4226, with the parameters every authenticator app uses: SHA-1, 30 s, 6 digits.</summary>
internal static class Totp
{
    public const int StepSeconds = 30;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step a moment falls in (RFC 6238 §4.2, T0 = 0).</summary>
    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of one time step; <paramref name="digits"/> is 6 outside the RFC's own test vectors.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 apps compute HMAC-SHA-1; collisions of SHA-1 do not weaken it as a MAC.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0x0f;
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac[offset..]) & 0x7fffffff;
        return (number % (uint)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>
    /// The time step a code is for, one step of drift allowed to either side (RFC 6238 §5.2); null where it fits none.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset time)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (typed.Length != 6 || !typed.All(char.IsAsciiDigit))
            return null;
        long? match = null;
        var now = StepAt(time);
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(
                    System.Text.Encoding.ASCII.GetBytes(Code(secret, step)), System.Text.Encoding.ASCII.GetBytes(typed)))
                match = step;
        }

        return match;
    }

    /// <summary>Reads a Base32 secret (RFC 4648 §6; case, blanks and padding do not matter) of 16 to 64 bytes.</summary>
    public static bool TryParseSecret(Secret base32, out byte[] secret)
    {
        secret = [];
        var text = base32.Reveal().Replace(" ", "", StringComparison.Ordinal).TrimEnd('=').ToUpperInvariant();
        if (text.Length > 104)
            return false;
        var bytes = new List<byte>(text.Length * 5 / 8);
        var bits = 0;
        var value = 0;
        foreach (var letter in text)
        {
            var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            value = ((value << 5) | digit) & 0xfff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
            }
        }

        secret = [.. bytes];
        return secret.Length is >= 16 and <= 64;
    }
}
