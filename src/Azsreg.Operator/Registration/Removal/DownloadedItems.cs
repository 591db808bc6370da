using System.Globalization;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>What becomes of marketplace items on the stamp when its activation goes: a stamp keeps them only where it says so.</summary>
/// <param name="Changes">The lines of the plan.</param>
/// <param name="Notes">What will be lost, by name.</param>
internal sealed record DownloadedItems(IReadOnlyList<PlannedChange> Changes, IReadOnlyList<string> Notes)
{
    private const string Subject = "downloaded marketplace items";
    private const int MostNamed = 50;

    public static async Task<DownloadedItems> ReadAsync(StampSide stamp, StampReading reading, CancellationToken cancellation)
    {
        if (stamp.Admin is not { } arm || !reading.WasRead)
            return new([], [$"Whether there are marketplace items on the stamp was not read. A stamp that does not say it keeps them drops them: they have to be downloaded again."]);
        List<MarketplaceItem> items;
        try
        {
            var place = await StampReader.PlaceAsync(stamp, arm.StampAdmin, cancellation);
            items = [];
            await foreach (var product in arm.StampAdmin.Marketplace(place.SubscriptionId).ListDownloadedAsync(cancellation))
                items.Add(MarketplaceItem.Of(product, ItemState.Downloaded, isOffered: false));
        }
        catch (Exception unreadable) when (unreadable is ArmException or CataloguedException)
        {
            return new([], [$"Which marketplace items are on the stamp could not be read: {unreadable.Message.TrimEnd('.')}."]);
        }

        if (items.Count == 0) return new([], []);
        var told = string.Create(CultureInfo.InvariantCulture, $"{items.Count}, {items.Sum(item => item.Properties.PayloadLength ?? 0) / (double)(1L << 30):0.0} GB");
        if (reading.KeepsDownloadedItems) return new([PlannedChange.Same(Subject, $"{told}: the stamp keeps them")], []);
        var named = items.Take(MostNamed).Select(item => $"- {item.Title} {item.Version}").ToList();
        if (items.Count > MostNamed) named.Add($"- and {items.Count - MostNamed} more: azsreg marketplace list --downloaded");
        return new(
            [PlannedChange.Remove(Subject, told)],
            ["The stamp drops its marketplace items with the activation. They have to be downloaded again after a new registration:", .. named]);
    }
}
