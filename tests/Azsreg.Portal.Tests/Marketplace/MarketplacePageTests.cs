using System.Net;
using System.Text.RegularExpressions;
using Azsreg.Stamp.Live;
using static Azsreg.Portal.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>What the marketplace's pages show, over a real socket and without any script.</summary>
public sealed partial class MarketplacePageTests : IAsyncLifetime
{
    private static readonly string WordPress = Product(
        "bitnami.wordpress-5.8", "WordPress Certified by Bitnami", "5.8", 200L << 20, kind: "virtualMachine",
        more: ""","description":"<p>Blogs.</p><script>alert(1)</script>","legalTerms":"https://acme.test/terms" """);

    private static readonly string Items = string.Join(
        ',',
        WordPress,
        Product("bitnami.wordpress-5.7", "WordPress Certified by Bitnami", "5.7", 200L << 20, kind: "virtualMachine"),
        Product("acme.script-1.9", "Custom Script", "1.9", 2L << 20),
        Incompatible("acme.later-1", "Later", "1", "HigherDeviceVersionRequired"));

    private MarketplaceRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await MarketplaceRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Add_Registered_ListsEachItemOnceWithAnHonestCount()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace/add");

        page.ShouldContain("3 items, 1 not compatible with this stamp");
        Regex.Count(page, "<tr data-item=").ShouldBe(3);
        page.ShouldContain(">Multiple</td>");
        page.ShouldContain(">200 MB</td>");
        page.ShouldContain("Not compatible");
        page.ShouldContain("Virtual Machine");
    }

    [Fact]
    public async Task Add_Text_FindsWordPress()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace/add?q=wordpress");

        page.ShouldContain("1 of 3 items");
        Regex.Count(page, "<tr data-item=").ShouldBe(1);
        page.ShouldContain("value=\"wordpress\"");
    }

    [Fact]
    public async Task Add_TextThatNothingHolds_SaysSoAndHowToSeeAll()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace/add?q=%3Cb%3Enone%3C/b%3E");

        page.ShouldContain("Nothing fits");
        page.ShouldContain("&lt;b&gt;none&lt;/b&gt;");
        page.ShouldNotContain("<b>none");
    }

    [Fact]
    public async Task Add_ManyItems_GoOnByAPlainLink()
    {
        _rig.Stamp.Lists(string.Join(',', Enumerable.Range(1, 120).Select(number => Product($"acme.item{number:000}-1", $"Item {number:000}", "1"))));

        var first = await _rig.PageAsync("/marketplace/add");
        var more = WebUtility.HtmlDecode(MoreLink().Match(first).Groups[1].Value);
        var second = await _rig.PageAsync(more);

        (Regex.Count(first, "<tr data-item="), Regex.Count(second, "<tr data-item=")).ShouldBe((50, 50));
        first.ShouldContain("Item 050");
        second.ShouldContain("Item 051");
        second.ShouldNotContain("Item 050");
    }

    [Fact]
    public async Task Add_ListKept_AsksTheStampOnlyWhetherThereIsOne()
    {
        _rig.Stamp.Lists(Items);
        await _rig.PageAsync("/marketplace/add");
        _rig.Stamp.Asked.Clear();

        await _rig.PageAsync("/marketplace/add?q=wordpress");

        _rig.Stamp.Asked.ShouldBe([$"GET {ActivationId}/products?api-version=2016-01-01&$top=1"]);
    }

    [Fact]
    public async Task Add_ActivationChanged_ReadsTheListAnew()
    {
        _rig.Stamp.Lists(Items);
        await _rig.PageAsync("/marketplace/add");
        _rig.Stamp.Lists(Product("acme.other-1", "Other", "1"));

        _rig.Changes.Raise(StampTopics.Activation);

        (await _rig.PageAsync("/marketplace/add")).ShouldContain("Other");
    }

    [Fact]
    public async Task Add_Item_ShowsItsPaneWithWordsOnly()
    {
        _rig.Stamp.Lists(Items).On($"GET {ActivationId}/products/bitnami.wordpress-5.8", 200, WordPress);

        var page = await _rig.PageAsync("/marketplace/add?item=bitnami.wordpress-5.8");

        page.ShouldContain("<h2 tabindex=\"-1\">WordPress Certified by Bitnami</h2>");
        page.ShouldContain("<option value=\"bitnami.wordpress-5.7\"");
        page.ShouldContain("https://acme.test/terms");
        page.ShouldContain("<p>Blogs.</p>");
        page.ShouldContain("name=\"accept\"");
        page.ShouldNotContain("alert(1)");
    }

    [Fact]
    public async Task Add_ItemThatDoesNotGo_SaysWhyAndOffersNoDownload()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace/add?item=acme.later-1");

        page.ShouldContain("It needs a later version of the stamp.");
        page.ShouldContain("AZR6029");
        page.ShouldNotContain("action=\"/marketplace/download\"");
    }

    [Fact]
    public async Task Add_UnknownItem_IsToldInThePane()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace/add?item=nobody");

        page.ShouldContain("No such item");
        page.ShouldContain("AZR6057");
        page.ShouldContain("Custom Script");
    }

    [Theory]
    [InlineData("AZR6020", "ResourceGroupNotFound", 404, "This stamp is not registered with Azure", "/registration?do=register")]
    [InlineData("AZR6021", "ActivationExpired", 409, "The activation of this stamp has expired", "/registration?do=renew")]
    [InlineData("AZR6022", "StampDisconnected", 409, "This stamp has no line to Azure", "/marketplace/import")]
    [InlineData("AZR6023", "MarketplaceSyndicationDisabled", 409, "Marketplace syndication is switched off", "/registration?do=change")]
    [InlineData("AZR6024", "BridgePrincipalRefused", 409, "Azure does not let this stamp&#x27;s bridge sign in", "/registration?do=reregister")]
    [InlineData("AZR6025", "AuthorizationFailed", 409, "Azure does not let this stamp&#x27;s bridge use its registration", "/registration?do=reregister")]
    [InlineData("AZR6026", "RegistrationDeleted", 409, "The registration of this stamp is gone from Azure", "/registration?do=reregister")]
    [InlineData("AZR6027", "AzureNotReached", 409, "Azure is out of reach", "Look again")]
    public async Task Pages_NoMarketplace_SayWhyAndTheWayOut(string entry, string code, int status, string title, string wayOut)
    {
        var told = Azsreg.Protocol.ErrorCatalogue.Find(entry)!;
        _rig.Stamp.Refuses(code, $"It is so. {told.Fix} ({entry})", status);

        foreach (var address in (string[])["/marketplace/add", "/marketplace"])
        {
            var page = await _rig.PageAsync(address);
            page.ShouldContain(title);
            page.ShouldContain($"/errors/{entry}");
            page.ShouldContain(wayOut);
        }
    }

    [Fact]
    public async Task Home_NoMarketplace_ShowsWhatIsOnTheStamp()
    {
        _rig.Stamp.Refuses("AzureNotReached", $"No line. {Azsreg.Protocol.ErrorCatalogue.MarketplaceNotReached.Fix} (AZR6027)");
        _rig.Stamp.On($"GET {ActivationId}/downloadedProducts", 200, $$"""{"value":[{{Product("acme.script-1.9", "Custom Script", "1.9")}}]}""");

        var page = await _rig.PageAsync("/marketplace");

        page.ShouldContain("Azure is out of reach");
        page.ShouldContain("Custom Script");
    }

    [Fact]
    public async Task Add_ListFromBefore_SaysHowOld()
    {
        _rig.Stamp.Lists(Items).On($"GET {ActivationId}/products", 200, $$"""{"value":[{{Items}}]}""", ("Warning", "110 - \"Response is Stale\""), ("Age", "600"));

        var page = await _rig.PageAsync("/marketplace/add");

        page.ShouldContain("This is the list from 10 min ago");
        page.ShouldContain("Custom Script");
    }

    [Fact]
    public async Task Home_NothingDownloaded_SaysWhatToDo()
    {
        _rig.Stamp.Lists(Items);

        var page = await _rig.PageAsync("/marketplace");

        page.ShouldContain("Nothing is downloaded yet");
        page.ShouldContain("href=\"/marketplace/add\"");
    }

    [Fact]
    public async Task Home_UpdateOffered_IsMarkedAndLeadsToTheNewVersion()
    {
        _rig.Stamp.Lists(Items, Product("bitnami.wordpress-5.7", "WordPress Certified by Bitnami", "5.7", kind: "virtualMachine"));

        (await _rig.PageAsync("/marketplace")).ShouldContain("Update available");
        (await _rig.PageAsync("/marketplace?item=bitnami.wordpress-5.7")).ShouldContain("/marketplace?item=bitnami.wordpress-5.8");
    }

    [Fact]
    public async Task Home_OldVersions_AreShownBeforeTheyAreDeleted()
    {
        _rig.Stamp.Lists(Items, Product("bitnami.wordpress-5.7", "WordPress", "5.7"));
        _rig.Stamp.On($"POST {ActivationId}/downloadedProducts/cleanup", 200, """{"value":[{"name":"default/bitnami.wordpress-5.7","displayName":"WordPress","version":"5.7","newestVersion":"5.8","bytes":1048576}],"bytes":1048576}""");

        var offered = await _rig.PageAsync("/marketplace/cleanup");
        using var done = await _rig.PostAsync("/marketplace/cleanup");

        offered.ShouldContain("1 old version, 1.0 MB would be free");
        (await done.Content.ReadAsStringAsync()).ShouldContain("1.0 MB are free again on AzS-ERCS01");
        _rig.Stamp.Asked.Where(asked => asked.StartsWith("POST", StringComparison.Ordinal)).Select(asked => asked[^12..]).ShouldBe(["&dryRun=true", "dryRun=false"]);
    }

    [Fact]
    public async Task Pages_Rendered_HaveNothingInline()
    {
        _rig.Stamp.Lists(Items, Product("acme.script-1.9", "Custom Script", "1.9"));

        foreach (var address in (string[])["/marketplace", "/marketplace/add?item=bitnami.wordpress-5.8", "/marketplace?item=acme.script-1.9&ask=delete", "/marketplace/import", "/marketplace/cleanup"])
            Inline().Matches(await _rig.PageAsync(address)).Select(match => match.Value).ShouldBeEmpty(address);
    }

    [Fact]
    public async Task Icon_ItemWithoutOne_IsItsInitial()
    {
        _rig.Stamp.Lists(Items);
        await _rig.PageAsync("/marketplace/add");

        using var icon = await _rig.GetAsync("/marketplace/icon?item=acme.script-1.9");

        icon.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        (await icon.Content.ReadAsStringAsync()).ShouldContain(">C</text>");
    }

    [GeneratedRegex("""<a class="button" href="([^"]+after=[^"]+)"[^>]*>Load more""")]
    private static partial Regex MoreLink();

    [GeneratedRegex("""\sstyle=|<style|\son[a-z]+=|<script(?! type="(module|application/json)")|hx-on""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
