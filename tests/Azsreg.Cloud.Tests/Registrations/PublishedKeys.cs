using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>A JSON Web Key Set as a stamp reads it.</summary>
internal sealed class PublishedKeys : IDisposable
{
    private readonly Dictionary<string, RSA> _keys;

    public PublishedKeys(string keySet)
    {
        using var set = JsonDocument.Parse(keySet);
        _keys = set.RootElement.GetProperty("keys").EnumerateArray().ToDictionary(
            one => one.GetProperty("kid").GetString()!,
            one => RSA.Create(new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars(one.GetProperty("n").GetString()),
                Exponent = Base64Url.DecodeFromChars(one.GetProperty("e").GetString()),
            }));
    }

    public RSA? Find(string keyId) => _keys.GetValueOrDefault(keyId);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }
}
