using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>Passwords at rest: PBKDF2 with HMAC-SHA-512, the parameters stored beside the hash so that they can grow.</summary>
internal sealed class PasswordHashing(int iterations) : IDisposable
{
    public const int LongestPassword = 256;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // A hash costs about a tenth of a second of one core: a flood of sign-ins must not take every core from the host.
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<string> HashAsync(Secret password, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = await DeriveAsync(password, salt, iterations, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha512${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Checks a password; without a stored hash the same work is done, so that timing does not tell which accounts exist.</summary>
    public async Task<bool> VerifyAsync(Secret password, string? stored, CancellationToken cancellationToken)
    {
        if (password.Reveal().Length > LongestPassword)
            return false;
        var parts = stored?.Split('$');
        if (parts is not ["pbkdf2-sha512", var count, var salt, var expected])
        {
            await DeriveAsync(password, new byte[SaltBytes], iterations, cancellationToken);
            return false;
        }

        var actual = await DeriveAsync(
            password, Convert.FromBase64String(salt), int.Parse(count, CultureInfo.InvariantCulture), cancellationToken);
        return CryptographicOperations.FixedTimeEquals(actual, Convert.FromBase64String(expected));
    }

    public void Dispose() => _turns.Dispose();

    private async Task<byte[]> DeriveAsync(Secret password, byte[] salt, int count, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Reveal()), salt, count, HashAlgorithmName.SHA512, HashBytes);
        }
        finally
        {
            _turns.Release();
        }
    }
}
