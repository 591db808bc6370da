namespace Azsreg.Protocol;

/// <summary>What is in a bundle: the signed part of its <c>manifest.json</c>.</summary>
public sealed record BundleManifest
{
    /// <summary>The format this program writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format's version; 1 or more.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>When the manifest was written (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The program that wrote it, with its version.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Where the content comes from.</summary>
    public required BundleSource Source { get; init; }

    /// <summary>The products, at most 20,000.</summary>
    public required IReadOnlyList<BundleProduct> Products { get; init; }

    /// <summary>Every file of the folder beside the manifest itself, at most 200,000.</summary>
    public required IReadOnlyList<BundleFile> Files { get; init; }
}
