using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>
/// The public keys an Azure signs activation keys with, as a JSON Web Key Set (RFC 7517, section 5): published by this system's Azure side, and
/// carried as a file to a stamp that has no line to it.
/// </summary>
public sealed class ActivationKeySet : IDisposable
{
    /// <summary>The largest set that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MostKeys = 100;
    private const int SmallestKeySize = 2048;

    private readonly Dictionary<string, RSA> _keys = new(StringComparer.Ordinal);

    /// <summary>The ids of the keys (<c>kid</c>).</summary>
    public IReadOnlyCollection<string> KeyIds => _keys.Keys;

    /// <summary>The key of an id; null where it is not in the set.</summary>
    public RSA? Find(string keyId) => _keys.GetValueOrDefault(keyId);

    /// <summary>Adds the keys of a set. Keys of other kinds are left out, as they cannot have signed; so are RSA keys below 2,048 bits.</summary>
    /// <param name="json">The set.</param>
    /// <exception cref="FormatException">It is no key set.</exception>
    public void Add(string json)
    {
        try
        {
            using var set = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray().Take(MostKeys))
            {
                if (key.GetProperty("kty").GetString() != "RSA" || !key.TryGetProperty("kid", out var id) || id.GetString() is not { Length: > 0 } keyId)
                    continue;
                var rsa = RSA.Create(new RSAParameters
                {
                    Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
                    Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
                });
                if (rsa.KeySize < SmallestKeySize || !_keys.TryAdd(keyId, rsa))
                    rsa.Dispose();
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or CryptographicException)
        {
            throw new FormatException("It is no JSON Web Key Set.", fault);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
        _keys.Clear();
    }
}
