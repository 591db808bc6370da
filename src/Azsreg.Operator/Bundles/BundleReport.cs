using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>What a look at a bundle found.</summary>
public sealed record BundleReport
{
    /// <summary>The folder's whole path.</summary>
    public required string Folder { get; init; }

    /// <summary>The manifest and its signer.</summary>
    public required SignedBundle Bundle { get; init; }

    /// <summary>What the signer is called here; null where it is not trusted.</summary>
    public required string? SignerName { get; init; }

    /// <summary>Everything wrong, in the order it was found; at most a thousand.</summary>
    public required IReadOnlyList<BundleProblem> Problems { get; init; }

    /// <summary>Bytes of content that were read and fit.</summary>
    public required long BytesWhole { get; init; }

    /// <summary>True where an export into the folder has not ended; what it left is no part of the bundle.</summary>
    public required bool HasUnfinishedExport { get; init; }

    /// <summary>The problems as one failure; null where there are none.</summary>
    public CataloguedException? ToFailure()
    {
        const int shown = 20;
        if (Problems.Count == 0) return null;
        var lines = Problems.Take(shown).Select(problem => problem.Detail);
        if (Problems.Count > shown) lines = lines.Append($"and {Problems.Count - shown} more");
        return new CataloguedException(Problems[0].Entry, string.Join('\n', lines), [$"azsreg marketplace verify --repository \"{Folder}\""]);
    }
}
