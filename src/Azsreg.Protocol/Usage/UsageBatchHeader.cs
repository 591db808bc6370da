namespace Azsreg.Protocol;

/// <summary>The first line of a batch.</summary>
/// <param name="Version">1.</param>
/// <param name="CloudId">The stamp.</param>
/// <param name="ActivationId">The activation that numbers it: 1 to 64 letters, digits and dashes, a new one at each activation.</param>
/// <param name="Number">From 1, without a gap within the activation.</param>
/// <param name="Count">How many records follow.</param>
/// <param name="Previous">The <paramref name="Hash"/> of the batch before; 64 zeros for the first.</param>
/// <param name="Hash">
/// SHA-256 in lower-case hex of the UTF-8 text <c>azsreg usage batch 1</c>, cloud id, activation id, number, count and previous hash, each followed by a
/// line feed, and then of the record lines, byte for byte, with theirs. So the hash is a link of the chain as well.
/// </param>
public sealed record UsageBatchHeader(int Version, string CloudId, string ActivationId, long Number, int Count, string Previous, string Hash)
{
    /// <summary>The version this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What the first batch names as the one before it.</summary>
    public static readonly string NoPrevious = new('0', 64);
}
