namespace Azsreg.Cloud.Marketplace;

/// <summary>One product version as it lies in the store.</summary>
internal sealed record CatalogueProduct
{
    /// <summary>The origin of a product of the sample, whose files are made when they are first asked for.</summary>
    public const string FromSample = "sample";

    /// <summary>The origin of a product that was added from a folder.</summary>
    public const string FromFolder = "folder";

    public required string Name { get; init; }
    public required string FamilyKey { get; init; }
    public required string Kind { get; init; }
    public required string Version { get; init; }
    public required string Origin { get; init; }
    public string? MinimumStampVersion { get; init; }
    public string? MaximumStampVersion { get; init; }

    /// <summary>Compatibility issues a registration must not have, with commas.</summary>
    public required string Requirements { get; init; }

    /// <summary>Products and families needed first, with commas.</summary>
    public required string Dependencies { get; init; }

    /// <summary>The sizes of its pictures, with commas.</summary>
    public required string Icons { get; init; }

    public required string SearchText { get; init; }

    /// <summary>What a download takes: the bytes of every file behind a link of <c>listDetails</c>.</summary>
    public required long PayloadLength { get; init; }

    /// <summary>The properties as they are answered, without what depends on the registration or on our own address.</summary>
    public required string Properties { get; init; }

    /// <summary>The inner properties of <c>listDetails</c>, without the links.</summary>
    public required string Details { get; init; }

    /// <summary>When it was listed, in milliseconds since 1970.</summary>
    public required long AddedAt { get; init; }

    /// <summary>The key names are compared, ordered and paged by.</summary>
    public string Key => KeyOf(Name);

    public static string KeyOf(string name) => name.ToLowerInvariant();
}
