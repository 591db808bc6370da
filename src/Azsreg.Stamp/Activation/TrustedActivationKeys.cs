using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Activation;

/// <summary>Public keys whose activation keys this stamp takes, read anew at each activation: Azure's keys change, and a restart would not be told.</summary>
internal sealed class TrustedActivationKeys(StampOptions options)
{
    private const int LargestFile = 1024 * 1024;
    private const int MostKeys = 100;
    private const int SmallestKeySize = 2048;

    /// <summary>The keys by <c>kid</c>. The caller disposes them.</summary>
    /// <exception cref="CataloguedException">A key set cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, RSA>> LoadAsync(CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, RSA>(StringComparer.Ordinal);
        if (options.TrustedActivationKeys is { } text)
            Read(text, "the options", keys);
        if (options.TrustedActivationKeysFile is { } path && File.Exists(path))
        {
            if (new FileInfo(path).Length > LargestFile)
                throw Unreadable(path, "it is larger than 1 MiB");
            Read(await File.ReadAllTextAsync(path, cancellationToken), path, keys);
        }

        return keys;
    }

    private static void Read(string text, string source, Dictionary<string, RSA> keys)
    {
        try
        {
            using var set = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray().Take(MostKeys))
            {
                // A key set may hold keys of other kinds; they cannot have signed an activation key.
                if (key.GetProperty("kty").GetString() != "RSA" || !key.TryGetProperty("kid", out var id) || id.GetString() is not { Length: > 0 } keyId)
                    continue;
                var rsa = RSA.Create(new RSAParameters
                {
                    Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
                    Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
                });
                if (rsa.KeySize < SmallestKeySize || !keys.TryAdd(keyId, rsa))
                    rsa.Dispose();
            }
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or CryptographicException)
        {
            throw Unreadable(source, "it is no JSON Web Key Set");
        }
    }

    private static CataloguedException Unreadable(string source, string why) =>
        new(ErrorCatalogue.SettingsUnreadable, $"The trusted activation keys in {source} cannot be read: {why}.");
}
