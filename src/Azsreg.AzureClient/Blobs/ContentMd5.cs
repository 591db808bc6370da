using System.Security.Cryptography;

namespace Azsreg.AzureClient;

/// <summary>HTTP's <c>Content-MD5</c>: the wire's own check of what a network did to the bytes. Whose bytes they are is told by SHA-256.</summary>
internal static class ContentMd5
{
#pragma warning disable CA5351 // The header is defined as MD5.
    public static byte[] Of(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
