namespace Azsreg.Stamp.Marketplace;

/// <summary>What a marketplace operation does.</summary>
internal enum MarketplaceOperationKind
{
    /// <summary>Brings an item from Azure.</summary>
    Download,

    /// <summary>Makes an item of uploaded files.</summary>
    Import,
}
