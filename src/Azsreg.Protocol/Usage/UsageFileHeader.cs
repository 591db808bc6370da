namespace Azsreg.Protocol;

/// <summary>The first line of a usage file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Version">1.</param>
/// <param name="CloudId">The stamp.</param>
/// <param name="Number">The running number of the stamp's files, from 1; an acknowledgement has the number of the file it answers.</param>
/// <param name="Previous">The hash of the stamp's file before; <see cref="UsageBatchHeader.NoPrevious"/> for the first. An acknowledgement has the hash of the file it answers.</param>
/// <param name="Count">How many batches or answers it holds.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
public sealed record UsageFileHeader(UsageFileKind Kind, int Version, string CloudId, long Number, string Previous, int Count, DateTimeOffset MadeAt)
{
    /// <summary>The version this program writes and reads.</summary>
    public const int CurrentVersion = 1;
}
