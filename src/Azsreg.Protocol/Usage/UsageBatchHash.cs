using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Protocol;

/// <summary>The running hash of a batch, as <see cref="UsageBatchHeader.Hash"/> says.</summary>
internal sealed class UsageBatchHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public UsageBatchHash(string cloudId, string activationId, long number, int count, string previous) =>
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"azsreg usage batch 1\n{cloudId}\n{activationId}\n{number}\n{count}\n{previous}\n")));

    /// <summary>Whole lines with their line feeds.</summary>
    public void Append(ReadOnlySpan<byte> lines) => _hash.AppendData(lines);

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
