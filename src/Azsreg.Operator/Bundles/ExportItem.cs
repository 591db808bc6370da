using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>An item an export takes along.</summary>
public sealed record ExportItem
{
    /// <summary>The product's id.</summary>
    public required string Name { get; init; }

    /// <summary>The product as the registration lists it.</summary>
    public required ProductProperties Properties { get; init; }

    /// <summary>All its content, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The content that is not in the folder yet, in bytes.</summary>
    public required long BytesToFetch { get; init; }

    /// <summary>The item that needs it, where it was not chosen itself.</summary>
    public string? NeededBy { get; init; }

    /// <summary>Items it needs that the registration does not list.</summary>
    public IReadOnlyList<string> NotListed { get; init; } = [];

    /// <summary>True where somebody has still to accept its terms.</summary>
    public bool WantsTerms { get; init; }

    /// <summary>Why it cannot be exported; null where nothing is known against it.</summary>
    public CataloguedException? Failure { get; init; }

    internal IReadOnlyList<ContentSource> Content { get; init; } = [];

    internal ExtendedProduct? Details { get; init; }
}
