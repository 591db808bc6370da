using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Azsreg.ArmServer;

namespace Azsreg.Stamp.Usage;

/// <summary>Where a page of aggregates ends: the key of its last row. As a token it carries a check of the question it belongs to.</summary>
/// <param name="Reported">Reported hour or day.</param>
/// <param name="ResourceNo">The resource.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="Used">Hour or day of use.</param>
internal sealed record UsageRowKey(long Reported, long ResourceNo, string MeterId, long Used)
{
    private const int NumbersLength = 24;
    private const int CheckLength = 8;

    public static UsageRowKey Start { get; } = new(long.MinValue, 0, "", 0);

    /// <summary>Reads <c>continuationToken</c>; the start where there is none.</summary>
    /// <exception cref="Protocol.ArmException">400: it is not one of this question.</exception>
    public static UsageRowKey Read(ArmRequest request, UsageQuestion question)
    {
        if (request.Query("continuationToken") is not { } token)
            return Start;
        var bytes = token.Length <= 256 && Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        if (bytes.Length <= CheckLength + NumbersLength || !Check(question, bytes.AsSpan(CheckLength)).SequenceEqual(bytes.AsSpan(0, CheckLength)))
            throw UsageErrors.InvalidProperty("continuationToken", "it must be one that the same question was answered with");
        var numbers = bytes.AsSpan(CheckLength);
        return new UsageRowKey(
            BinaryPrimitives.ReadInt64LittleEndian(numbers),
            BinaryPrimitives.ReadInt64LittleEndian(numbers[8..]),
            Encoding.UTF8.GetString(numbers[NumbersLength..]),
            BinaryPrimitives.ReadInt64LittleEndian(numbers[16..]));
    }

    public string ToToken(UsageQuestion question)
    {
        var key = new byte[NumbersLength + Encoding.UTF8.GetByteCount(MeterId)];
        BinaryPrimitives.WriteInt64LittleEndian(key, Reported);
        BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(8), ResourceNo);
        BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(16), Used);
        Encoding.UTF8.GetBytes(MeterId, key.AsSpan(NumbersLength));
        return Base64Url.EncodeToString([.. Check(question, key), .. key]);
    }

    private static ReadOnlySpan<byte> Check(UsageQuestion question, ReadOnlySpan<byte> key) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"{question}\n")), .. key]).AsSpan(0, CheckLength);
}
