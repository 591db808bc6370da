using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>A blob of the fake, with switches for what it tells of itself and what goes wrong with it.</summary>
internal sealed class FakeBlob(byte[] content)
{
    private int _ranges;

    public byte[] Content { get; private set; } = content;

    public string ETag { get; private set; } = "\"0x1\"";

    public bool TellsSha256 { get; init; } = true;

    /// <summary>What the metadata says in the place of the true hash.</summary>
    public string? WrongSha256 { get; init; }

    public bool TellsMd5 { get; init; }

    public bool GivesCrc64 { get; init; } = true;

    public bool GivesRangeMd5 { get; init; } = true;

    /// <summary>Asked with the number of the range request, from 1; true where it answered itself.</summary>
    public Func<HttpContext, int, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Damages what goes out for the number of a range request.</summary>
    public Func<int, bool> Damages { get; set; } = _ => false;

    public int Ranges => _ranges;

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    public int NextRange() => Interlocked.Increment(ref _ranges);

    public void Replace(byte[] other) => (Content, ETag) = (other, ETag.Replace("1\"", "11\"", StringComparison.Ordinal));
}
