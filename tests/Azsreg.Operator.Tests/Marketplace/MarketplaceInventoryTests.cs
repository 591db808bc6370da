using System.Text.Json;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Marketplace;

public sealed class MarketplaceInventoryTests
{
    private static readonly MarketplaceInventory Sample = Of(
        [
            FakeStampAdmin.Product("acme.agent-1.9.0", "Agent", "1.9.0"),
            FakeStampAdmin.Product("acme.agent-1.10.0", "Agent", "1.10.0"),
            FakeStampAdmin.Product("acme.blog-2.0.0", "Blog", "2.0.0"),
            FakeStampAdmin.Product("acme.blogtools-1.0.0", "Blog Tools", "1.0.0"),
            FakeStampAdmin.Product("acme.wiki-1.0.0", "Wiki", "1.0.0", state: "Downloading"),
        ],
        [
            FakeStampAdmin.Product("acme.agent-1.9.0", "Agent", "1.9.0"),
            FakeStampAdmin.Product("acme.old-0.1.0", "Old", "0.1.0"),
        ]);

    [Fact]
    public void Of_OfferedAndDownloaded_IsOneItemEach()
    {
        Sample.Items.Select(item => (item.Id, item.State, item.IsOffered)).ShouldBe(
        [
            ("acme.agent-1.10.0", ItemState.Offered, true),
            ("acme.agent-1.9.0", ItemState.Downloaded, true),
            ("acme.blog-2.0.0", ItemState.Offered, true),
            ("acme.blogtools-1.0.0", ItemState.Offered, true),
            ("acme.old-0.1.0", ItemState.Downloaded, false),
            ("acme.wiki-1.0.0", ItemState.Downloading, true),
        ]);
    }

    [Fact]
    public void Updates_NewerByNumberNotByText_NamesIt() =>
        Sample.Updates.Select(update => (update.Downloaded.Id, update.Newer.Id)).ShouldBe([("acme.agent-1.9.0", "acme.agent-1.10.0")]);

    [Theory]
    [InlineData("acme.agent-1.9.0", null, "acme.agent-1.9.0")]
    [InlineData("ACME.AGENT", null, "acme.agent-1.10.0")]
    [InlineData("acme.agent", "1.9.0", "acme.agent-1.9.0")]
    [InlineData("blog", null, "acme.blog-2.0.0")]
    [InlineData("tools", null, "acme.blogtools-1.0.0")]
    public void Choose_NamedInSeveralWays_FindsTheOne(string named, string? version, string expected) => Sample.Choose(named, version).Id.ShouldBe(expected);

    [Fact]
    public void Choose_TextOfSeveral_ShowsTheCandidates()
    {
        var failure = Should.Throw<CataloguedException>(() => Sample.Choose("blo"));

        failure.Entry.ShouldBe(ErrorCatalogue.MarketplaceItemAmbiguous);
        failure.Detail.ShouldContain("acme.blog  (Blog)");
        failure.Detail.ShouldContain("acme.blogtools  (Blog Tools)");
    }

    [Fact]
    public void Choose_NothingOfThatName_ShowsWhatIsNear()
    {
        var failure = Should.Throw<CataloguedException>(() => Sample.Choose("agent-server"));

        failure.Entry.ShouldBe(ErrorCatalogue.MarketplaceItemUnknown);
        failure.Detail.ShouldContain("Near to it: acme.agent");
    }

    [Fact]
    public void Choose_VersionThatIsNot_NamesThoseThatAre() =>
        Should.Throw<CataloguedException>(() => Sample.Choose("agent", "3.0.0")).Detail.ShouldContain("it has 1.10.0, 1.9.0");

    [Theory]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("1.0", "1.0.0", 0)]
    [InlineData("18.04.201801090001234567890", "18.04.201801090001234567889", 1)]
    [InlineData("007", "7", 0)]
    [InlineData("1.0-preview", "1.0", -1)]
    [InlineData(null, "0.1", -1)]
    public void Compare_Versions_GoesByNumbers(string? one, string? other, int expected)
    {
        Math.Sign(ItemVersion.Compare(one, other)).ShouldBe(expected);
        Math.Sign(ItemVersion.Compare(other, one)).ShouldBe(-expected);
    }

    [Theory]
    [InlineData("Canonical.UbuntuServer1604LTS-ARM.1.0.39", "16.04.201801120", "1.0.39", "Canonical.UbuntuServer1604LTS-ARM")]
    [InlineData("microsoft.windowsserver2016-2016.127.20180815", "2016.127.20180815", null, "microsoft.windowsserver2016")]
    [InlineData("acme.agent-7.2", "8.0", null, "acme.agent")]
    [InlineData("acronis.acronis-backup-linux-arm", "1.0", "", "acronis.acronis-backup-linux-arm")]
    public void FamilyOf_IdsOfSeveralCatalogues_LeavesOutTheVersion(string id, string version, string? offerVersion, string expected) =>
        ItemVersion.FamilyOf(id, version, offerVersion).ShouldBe(expected);

    private static MarketplaceInventory Of(IEnumerable<string> offered, IEnumerable<string> downloaded) =>
        MarketplaceInventory.Of(offered.Select(Parse), downloaded.Select(Parse));

    private static Product Parse(string json) => JsonSerializer.Deserialize(json, ProtocolJson.Tolerant.Product)!;
}
