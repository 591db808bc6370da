using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Marketplace;

public sealed class ItemListTests
{
    private static readonly ListQuery All = new() { Path = "/marketplace/add" };

    [Theory]
    [InlineData(ItemOrder.Name, false)]
    [InlineData(ItemOrder.Publisher, true)]
    [InlineData(ItemOrder.Type, false)]
    [InlineData(ItemOrder.Version, true)]
    [InlineData(ItemOrder.Size, false)]
    [InlineData(ItemOrder.State, true)]
    public void Page_TenThousandItems_ShowsEachOnceInAnyOrder(ItemOrder order, bool descending)
    {
        var list = View(Enumerable.Range(0, 10_000).Select(number => Offered($"acme{number % 7}.item{number}-1.{number % 13}.0", $"Item {number % 1000}"))).Offered;
        var query = All with { Order = order, Descending = descending };

        var seen = new List<string>();
        for (string? next = null; ;)
        {
            var page = list.Page(ListQuery.Of(next is null ? query.Href : query.HrefAfter(next), null), 500);
            seen.AddRange(page.Rows.Select(row => row.Key));
            page.Matching.ShouldBe(10_000);
            if ((next = page.Next) is null) break;
        }

        seen.Count.ShouldBe(10_000);
        seen.Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public void Page_RowAfterWhichItGoesOnIsGone_GoesOnFromItsPlace()
    {
        var before = View(Enumerable.Range(10, 20).Select(number => Offered($"a.item{number}-1", $"Item {number}"))).Offered;
        var next = before.Page(All, 5).Next!;
        var after = View(Enumerable.Range(10, 20).Where(number => number != 14).Select(number => Offered($"a.item{number}-1", $"Item {number}"))).Offered;

        after.Page(ListQuery.Of(All.HrefAfter(next), null), 2).Rows[0].Shown.Title.ShouldBe("Item 15");
        before.Page(ListQuery.Of(All.HrefAfter(next), null), 2).Rows[0].Shown.Title.ShouldBe("Item 15");
    }

    [Fact]
    public void Offered_SeveralVersions_AreOneRowWithTheNewestThatGoes()
    {
        var row = View([Offered("a.x-1.9", "X"), Offered("a.x-1.10", "X"), Offered("a.x-2.0", "X", isCompatible: false)]).Offered.Rows.ShouldHaveSingleItem();

        (row.Shown.Id, row.Versions, row.Standing).ShouldBe(("a.x-1.10", 3, ItemStanding.Offered));
    }

    [Fact]
    public void Offered_NewerThanOnTheStamp_IsAnUpdate()
    {
        var view = View([Offered("a.x-1.0", "X"), Offered("a.x-2.0", "X")], OnStamp("a.x-1.0", "X"));

        view.Offered.Rows.ShouldHaveSingleItem().Standing.ShouldBe(ItemStanding.UpdateAvailable);
        view.OnStamp.Rows.ShouldHaveSingleItem().Newer!.Id.ShouldBe("a.x-2.0");
        view.OnStamp.Updates.ShouldBe(1);
    }

    [Fact]
    public void OnStamp_NotOfferedAnyMore_IsListed()
    {
        var view = View([], OnStamp("a.x-1.0", "X"));

        view.OnStamp.Rows.ShouldHaveSingleItem().Standing.ShouldBe(ItemStanding.Downloaded);
        view.Offered.Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wordpress", ItemChip.All, null, 1)]
    [InlineData("WORD bitnami", ItemChip.All, null, 1)]
    [InlineData("word acme", ItemChip.All, null, 0)]
    [InlineData("", ItemChip.Compatible, null, 2)]
    [InlineData("", ItemChip.Downloaded, null, 1)]
    [InlineData("", ItemChip.All, "SOLUTION", 1)]
    [InlineData("old", ItemChip.Compatible, null, 0)]
    public void Page_Narrowed_CountsWhatFits(string text, ItemChip chip, string? kind, int expected)
    {
        var list = View(
            [Offered("bitnami.wordpress-4.9", "WordPress Certified"), Offered("acme.cluster-1", "Cluster", kind: "solution"), Offered("acme.old-1", "Old", isCompatible: false)],
            OnStamp("acme.cluster-1", "Cluster", "solution")).Offered;

        var page = list.Page(All with { Text = text, Chip = chip, Kind = kind }, 50);

        (page.Rows.Count, page.Matching, page.All, page.NotCompatible).ShouldBe((expected, expected, 3, 1));
    }

    [Theory]
    [InlineData(43, 43, 3, "43 items, 3 not compatible with this stamp")]
    [InlineData(2, 43, 3, "2 of 43 items, 3 not compatible with this stamp")]
    [InlineData(1, 1, 0, "1 item")]
    [InlineData(10_000, 10_000, 0, "10,000 items")]
    [InlineData(7, 10_000, 0, "7 of 10,000 items")]
    public void Count_Page_IsHonest(int matching, int all, int notCompatible, string expected) => new ItemPage([], matching, all, notCompatible, null).Count.ShouldBe(expected);

    private static MarketplaceView View(IEnumerable<Product> offered, params Product[] onStamp) => new(MarketplaceInventory.Of(offered, onStamp));

    private static Product Offered(string id, string title, string kind = "virtualMachine", bool isCompatible = true) => Of(id, title, kind) with
    {
        Properties = Of(id, title, kind).Properties with { Compatibility = isCompatible ? null : new ProductCompatibility(false, "No", "None", ["HigherDeviceVersionRequired"]) },
    };

    private static Product OnStamp(string id, string title, string kind = "virtualMachine") => Of(id, title, kind);

    private static Product Of(string id, string title, string kind) => new("x", "default/" + id, "t", new ProductProperties
    {
        DisplayName = title,
        PublisherDisplayName = id[..id.IndexOf('.', StringComparison.Ordinal)],
        ProductKind = kind,
        PayloadLength = id.Length * 1000,
        Details = new ProductVersionProperties(id[(id.LastIndexOf('-') + 1)..]),
        ProvisioningState = "Succeeded",
    });
}
