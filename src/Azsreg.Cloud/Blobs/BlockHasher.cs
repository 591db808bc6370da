using System.Security.Cryptography;

namespace Azsreg.Cloud.Blobs;

/// <summary>
/// Hashes content on its way: SHA-256 of the whole, which is its address; MD5 of the whole and of each 4 MiB, which Azure's protocol answers.
/// </summary>
internal sealed class BlockHasher : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _block = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly List<byte> _blocks = [];
    private int _inBlock;

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> data)
    {
        _sha256.AppendData(data);
        _whole.AppendData(data);
        Length += data.Length;
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(data.Length, BlobAccount.BlockSize - _inBlock)];
            _block.AppendData(part);
            _inBlock += part.Length;
            data = data[part.Length..];
            if (_inBlock == BlobAccount.BlockSize)
                EndBlock();
        }
    }

    /// <summary>Ends it: the content's address, and the MD5 hashes one after the other, that of the whole first.</summary>
    public (BlobContent Content, byte[] Md5) Finish()
    {
        if (_inBlock > 0)
            EndBlock();
        return (new BlobContent(Convert.ToHexStringLower(_sha256.GetHashAndReset()), Length), [.. _whole.GetHashAndReset(), .. _blocks]);
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _whole.Dispose();
        _block.Dispose();
    }

    private void EndBlock()
    {
        _blocks.AddRange(_block.GetHashAndReset());
        _inBlock = 0;
    }
}
