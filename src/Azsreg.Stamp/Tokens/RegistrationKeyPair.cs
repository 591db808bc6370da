using System.Security.Cryptography;

namespace Azsreg.Stamp.Tokens;

/// <summary>A signing key and the word of its forerunner for it, if it had one.</summary>
internal sealed record RegistrationKeyPair(ECDsa Key, string? Endorsement) : IDisposable
{
    public void Dispose() => Key.Dispose();
}
