namespace Azsreg.Protocol;

/// <summary>The bounds of a usage batch; whoever reads one stops at them, however small the compressed form is.</summary>
public static class UsageBatchLimits
{
    /// <summary>The most records of a batch.</summary>
    public const int MaxRecords = 2_000;

    /// <summary>The most bytes of a line, without its line feed.</summary>
    public const int MaxLineBytes = 192 * 1024;

    /// <summary>The most bytes of a batch as it is sent: what ARM takes as a body.</summary>
    public const int MaxCompressedBytes = 4 * 1024 * 1024;

    /// <summary>The most bytes of a batch before compression: gzip makes at worst a little more of it.</summary>
    public const int MaxBytes = MaxCompressedBytes - (64 * 1024);

    /// <summary>The deepest JSON nesting.</summary>
    public const int MaxDepth = 8;

    /// <summary>The most batches of a file.</summary>
    public const int MaxBatchesOfFile = 1_000_000;

    /// <summary>The most characters of an activation id.</summary>
    public const int MaxActivationIdLength = 64;
}
