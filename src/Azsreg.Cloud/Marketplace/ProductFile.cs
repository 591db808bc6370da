namespace Azsreg.Cloud.Marketplace;

/// <summary>A file of a product: a blob's name and what it is to the product.</summary>
internal sealed record ProductFile
{
    public required string ProductKey { get; init; }
    public required string Container { get; init; }

    /// <summary>Its name after the product's.</summary>
    public required string Name { get; init; }

    public required FileRole Role { get; init; }

    /// <summary>A data disk's logical unit number; else the order.</summary>
    public required int Position { get; init; }

    /// <summary>A file container's id.</summary>
    public string? PartId { get; init; }

    /// <summary>A file container's type.</summary>
    public string? PartType { get; init; }

    public required string Sha256 { get; init; }
    public required long Length { get; init; }
    public required string ContentType { get; init; }
    public required long AddedAt { get; init; }

    public Blobs.BlobContent Content => new(Sha256, Length);
}
