using System.Buffers;
using System.Security.Cryptography;

namespace Azsreg.Operator.Bundles;

/// <summary>Digests of files, read once from end to end.</summary>
internal static class ContentHash
{
    private const int Buffer = 1 << 20;

    /// <summary>The SHA-256 as lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Told the bytes of each read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> Sha256Async(string path, Action<long> read, CancellationToken cancellationToken) => (await BothAsync(path, withMd5: false, read, cancellationToken)).Sha256;

    /// <summary>The SHA-256, and the MD5 as base64 where it is wanted.</summary>
    public static async Task<(string Sha256, string? Md5)> BothAsync(string path, bool withMd5, Action<long> read, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = withMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        // A file without bytes is not opened: it may be a pipe, which would be waited for.
        if (new FileInfo(path).Length > 0)
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
            try
            {
                for (int count; (count = await file.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    sha256.AppendData(buffer, 0, count);
                    md5?.AppendData(buffer, 0, count);
                    read(count);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        return (Convert.ToHexStringLower(sha256.GetHashAndReset()), md5 is null ? null : Convert.ToBase64String(md5.GetHashAndReset()));
    }
}
