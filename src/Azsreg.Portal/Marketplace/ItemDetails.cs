using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>What the pane of an item shows.</summary>
public sealed record ItemDetails
{
    /// <summary>The item, with its description.</summary>
    public required MarketplaceItem Item { get; init; }

    /// <summary>All versions of it, the newest first.</summary>
    public required IReadOnlyList<MarketplaceItem> Versions { get; init; }

    /// <summary>A newer version that may be had; null where there is none.</summary>
    public MarketplaceItem? Newer { get; init; }

    /// <summary>Its latest download, while it is under way or failed of late; null otherwise.</summary>
    public StampDownload? Download { get; init; }

    /// <summary>What a download of it would fetch; null where it is there, on its way or not to be had.</summary>
    public DownloadPlan? Plan { get; init; }

    /// <summary>Why it cannot be downloaded; null where it can.</summary>
    public CataloguedException? Obstacle { get; init; }

    /// <summary>Items of the plan whose terms nobody has accepted yet.</summary>
    public IReadOnlyList<MarketplaceItem> OpenTerms { get; init; } = [];

    /// <summary>Who accepted the item's own terms; null where nobody did, or it has none.</summary>
    public AcceptedTerms? Accepted { get; init; }

    /// <summary>What it is built from, by id; null where that is not told.</summary>
    public IReadOnlyList<string>? Needs { get; init; } = [];

    /// <summary>Items on the stamp that are built from it; only where its deletion is asked about.</summary>
    public IReadOnlyList<MarketplaceItem> Users { get; init; } = [];

    /// <summary>True where its deletion is asked about.</summary>
    public bool AsksToDelete { get; init; }

    /// <summary>True while it is on its way.</summary>
    public bool IsUnderWay => Download is { IsUnderWay: true } || Item.State == ItemState.Downloading;
}
