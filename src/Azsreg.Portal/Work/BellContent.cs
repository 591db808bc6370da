using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Protocol;

namespace Azsreg.Portal.Work;

/// <summary>What the bell shows: what goes on, and what ended last.</summary>
/// <param name="Running">Runs that go on.</param>
/// <param name="Ended">The latest that have ended.</param>
/// <param name="Downloads">Downloads under way on the stamp; null where they were not asked for, or not told.</param>
public sealed record BellContent(IReadOnlyList<WorkItem> Running, IReadOnlyList<WorkItem> Ended, IReadOnlyList<ProductDownload>? Downloads)
{
    private const int MostEnded = 4;

    public int Count => Running.Count + (Downloads?.Count ?? 0);

    /// <summary>What is known here, with nobody asked.</summary>
    internal static BellContent Of(RunningWork work)
    {
        var all = work.List();
        return new([.. all.Where(item => item.State == WorkState.Running)], [.. all.Where(item => item.State != WorkState.Running).Take(MostEnded)], null);
    }

    /// <summary>The same with the stamp's downloads.</summary>
    internal static async Task<BellContent> ReadAsync(RunningWork work, PortalSession session, CancellationToken cancellationToken)
    {
        var here = Of(work);
        try
        {
            var downloads = await session.Arm.StampAdmin.Marketplace(session.ProviderSubscriptionId).ListDownloadsAsync(cancellationToken);
            return here with { Downloads = [.. downloads.Where(IsUnderway)] };
        }
        catch (Exception unread) when (unread is ArmException or CataloguedException and not SignInException)
        {
            // The marketplace's own page says what is the matter; runs are shown all the same.
            return here;
        }
    }

    public static bool IsUnderway(ProductDownload download) => download.Status is not ("Succeeded" or "Failed" or "Canceled") and not null;

    /// <summary>What a download is called: the product's id, as the stamp tells no more here.</summary>
    public static string NameOf(ProductDownload download) =>
        download.Properties?.Product is { } product ? product[(product.LastIndexOf('/') + 1)..] : download.Id ?? "an item";
}
