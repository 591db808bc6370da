using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>One version of a marketplace item, as the registration offers it and the stamp has it.</summary>
public sealed record MarketplaceItem
{
    /// <summary>The product's id, such as <c>canonical.ubuntuserver1804-lts-18.4.20210201</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The product as it is offered, or, where it is not offered any more, as it is on the stamp.</summary>
    public required ProductProperties Properties { get; init; }

    /// <summary>Where it is.</summary>
    public required ItemState State { get; init; }

    /// <summary>How far its download is, 0 to 100; null where none is under way or the stamp does not tell.</summary>
    public double? Percent { get; init; }

    /// <summary>True where the registration offers it still.</summary>
    public bool IsOffered { get; init; }

    /// <summary>The title.</summary>
    public string Title => Properties.DisplayName is { Length: > 0 } title ? title : Id;

    /// <summary>The version; null where the product tells none.</summary>
    public string? Version => Properties.Details?.Version ?? Properties.OfferVersion;

    /// <summary>What all versions of the item have in common.</summary>
    public string Family => ItemVersion.FamilyOf(Id, Properties.Details?.Version, Properties.OfferVersion);

    /// <summary>False where the registration says that it does not go with this stamp.</summary>
    public bool IsCompatible => Properties.Compatibility is not { IsCompatible: false };

    /// <summary>A product named as ARM does, <c>{parent}/{product}</c>.</summary>
    internal static MarketplaceItem Of(Product product, ItemState state, bool isOffered) => new()
    {
        Id = product.Name[(product.Name.LastIndexOf('/') + 1)..],
        Properties = product.Properties,
        State = state,
        IsOffered = isOffered,
    };
}
