using Azsreg.Operator.Marketplace;

namespace Azsreg.Portal.Marketplace;

/// <summary>Which rows of a list downloads belong to.</summary>
internal static class MarketplaceRows
{
    /// <summary>What is under way, or failed of late, by the key of its row.</summary>
    /// <param name="reading">The marketplace.</param>
    /// <param name="onStamp">The rows are versions, not items.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyDictionary<string, StampDownload> DownloadsOf(MarketplaceReading reading, bool onStamp, DateTimeOffset now)
    {
        var downloads = new Dictionary<string, StampDownload>(StringComparer.OrdinalIgnoreCase);
        // Of several versions of an item the one under way counts, else the latest.
        foreach (var download in reading.Shown(now))
            downloads.TryAdd(KeyOf(reading, onStamp, download.Id), download);
        return downloads;
    }

    /// <summary>The rows that the latest downloads are about.</summary>
    /// <param name="reading">The marketplace.</param>
    /// <param name="onStamp">The rows are versions, not items.</param>
    /// <param name="most">How many downloads are looked at.</param>
    public static IReadOnlyList<ItemRow> Touched(MarketplaceReading reading, bool onStamp, int most)
    {
        var list = onStamp ? reading.View.OnStamp : reading.View.Offered;
        return
        [
            .. reading.Content.Downloads.Take(most).Select(one => list.Find(KeyOf(reading, onStamp, one.Id)))
                .OfType<ItemRow>().DistinctBy(row => row.Key, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static string KeyOf(MarketplaceReading reading, bool onStamp, string id) => onStamp ? id : reading.View.Inventory.Find(id)?.Family ?? id;
}
