using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>The marketplace at one look.</summary>
/// <param name="View">The items, ready for lists.</param>
/// <param name="Content">What the stamp is fetching.</param>
/// <param name="Fault">Why nothing is offered at this moment; null where something is.</param>
/// <param name="ListedBefore">How old the list is where Azure cannot be asked for a new one; null where it can.</param>
public sealed record MarketplaceReading(MarketplaceView View, StampContent Content, CataloguedException? Fault = null, TimeSpan? ListedBefore = null)
{
    /// <summary>A failed download is shown with its item for this long.</summary>
    private static readonly TimeSpan FailureShownFor = TimeSpan.FromDays(1);

    /// <summary>The latest download of an item; null where the stamp tells none.</summary>
    public StampDownload? DownloadOf(string id) => Content.Downloads.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is worth a place of its own: what is under way, and what failed of late and is not there by now.</summary>
    public IReadOnlyList<StampDownload> Shown(DateTimeOffset now) =>
    [
        .. Content.Downloads.Where(one => one.IsUnderWay || IsFailure(one, now))
            .OrderByDescending(one => one.IsUnderWay).ThenBy(one => one.StartedAt),
    ];

    /// <summary>True for a download that failed of late, by nobody's wish, and was not made good since.</summary>
    public bool IsFailure(StampDownload download, DateTimeOffset now) =>
        download.Failure is { } failure && failure.Entry != ErrorCatalogue.DownloadCanceled && now - (download.EndedAt ?? now) < FailureShownFor
        && View.Inventory.Find(download.Id) is not { State: ItemState.Downloaded };
}
