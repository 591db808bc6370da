namespace Azsreg.Operator.Marketplace;

/// <summary>Which items are wanted; every condition given must hold.</summary>
public sealed record MarketplaceFilter
{
    /// <summary>Only items of this kind, such as <c>virtualMachine</c>; letter case does not matter.</summary>
    public string? Kind { get; init; }

    /// <summary>Only items whose publisher's name or id holds this.</summary>
    public string? Publisher { get; init; }

    /// <summary>Only items whose id, title, publisher, offer or SKU holds this.</summary>
    public string? Text { get; init; }

    /// <summary>Only items that go with the stamp.</summary>
    public bool CompatibleOnly { get; init; }

    /// <summary>Only items that are on the stamp.</summary>
    public bool DownloadedOnly { get; init; }

    /// <summary>True where nothing is left out.</summary>
    public bool IsEmpty => this == new MarketplaceFilter();

    /// <summary>True where an item is wanted.</summary>
    public bool Takes(MarketplaceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var one = item.Properties;
        return (Text is null || Holds(Text, item.Id, one.DisplayName, one.PublisherDisplayName, one.PublisherIdentifier, one.Offer, one.Sku, one.GalleryItemIdentity))
            && (Kind is null || string.Equals(one.ProductKind, Kind, StringComparison.OrdinalIgnoreCase))
            && (Publisher is null || Holds(Publisher, one.PublisherDisplayName, one.PublisherIdentifier))
            && (!CompatibleOnly || item.IsCompatible)
            && (!DownloadedOnly || item.State is ItemState.Downloaded or ItemState.Downloading);
    }

    private static bool Holds(string text, params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            if (field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }
}
