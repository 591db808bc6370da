using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azsreg.ArmServer;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// The place of the last row of a page. As a <c>continuationToken</c> it holds a check of the list it belongs to, so that one of another range is refused
/// instead of answered with the wrong rows; it grants nothing.
/// </summary>
internal sealed record UsagePlace(int Used, string MeterKey, long Stamp, long Source, string? LocalSubscription)
{
    private const int CheckLength = 8;
    private const int MaxLength = 16 * 1024;

    public static UsagePlace Of(UsageAggregate row) => new(row.Used, row.MeterKey, row.Stamp, row.Source, row.LocalSubscription);

    /// <summary>The place as a token of the list of a request.</summary>
    public string ToToken(ArmRequest request, UsageRange range)
    {
        // No part can hold a line feed (a record's bounds).
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Used}\n{MeterKey}\n{Stamp}\n{Source}\n{LocalSubscription}"));
        return Base64Url.EncodeToString([.. Check(request, range, text), .. text]);
    }

    /// <summary>The place of a token; null without one.</summary>
    /// <exception cref="Protocol.ArmException">400: it is none of this list.</exception>
    public static UsagePlace? Read(ArmRequest request, UsageRange range)
    {
        if (request.Query("continuationToken") is not { } token)
            return null;
        var bytes = token.Length <= MaxLength && Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        if (bytes.Length <= CheckLength || !Check(request, range, bytes.AsSpan(CheckLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, CheckLength)))
            throw CommerceErrors.InvalidProperty("continuationToken", "The continuationToken is not one this list returned.");
        var parts = Encoding.UTF8.GetString(bytes, CheckLength, bytes.Length - CheckLength).Split('\n');
        return new UsagePlace(
            int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture),
            long.Parse(parts[3], CultureInfo.InvariantCulture), range.Details ? parts[4] : null);
    }

    private static byte[] Check(ArmRequest request, UsageRange range, ReadOnlySpan<byte> text) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.SubscriptionId}\n{range}\n"), .. text])[..CheckLength];
}
