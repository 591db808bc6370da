using System.Net;
using static Azsreg.Portal.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>Downloading, stopping and deleting items, by plain forms and by scripts.</summary>
public sealed class ItemWorkTests : IAsyncLifetime
{
    private const string Terms = ""","legalTerms":"https://acme.test/terms" """;
    private const string Back = "/marketplace/add?item=acme.script-1.9";
    private const string DownloadPath = $"POST {ActivationId}/products/acme.script-1.9/download";

    private static readonly string Running = """
        {"id":"/o","name":"o","status":"InProgress","startTime":"2026-11-23T00:00:00Z","percentComplete":25,
         "properties":{"product":"default/acme.script-1.9","kind":"Download","bytesDone":1048576,"bytesTotal":4194304,"bytesPerSecond":1048576,"phase":"Downloading","startedBy":"ann"} }
        """;

    private MarketplaceRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await MarketplaceRig.StartAsync();
        _rig.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9", more: Terms));
        _rig.Stamp.On(DownloadPath, 202, "{}", ("Azure-AsyncOperation", "{url}/operations/o"), ("Location", "{url}/operations/o"));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Download_TermsNotAccepted_IsToldInItsPlaceAndNothingBegins()
    {
        using var answer = await _rig.PostAsync("/marketplace/download", ("item", "acme.script-1.9"), ("back", Back));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("/errors/AZR6063");
        page.ShouldContain("<h2 tabindex=\"-1\">Custom Script</h2>");
        Begun().ShouldBe(0);
        _rig.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_TermsAccepted_BeginsAndIsRecorded()
    {
        using var answer = await _rig.PostAsync("/marketplace/download", ("item", "acme.script-1.9"), ("back", Back), ("accept", "yes"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe(Back);
        Begun().ShouldBe(1);
        var accepted = _rig.Accepted.ShouldHaveSingleItem();
        (accepted.Item, accepted.AcceptedBy).ShouldBe(("acme.script", "ann@contoso.example"));
        (await _rig.PageAsync(Back)).ShouldNotContain("name=\"accept\"");
    }

    [Fact]
    public async Task Download_ByScript_AnswersWithThePartThatChanged()
    {
        using var answer = await _rig.PostByScriptAsync("/marketplace/download", ("item", "acme.script-1.9"), ("back", Back), ("accept", "yes"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var part = await answer.Content.ReadAsStringAsync();
        part.ShouldStartWith("<div id=\"item-actions\"");
        part.ShouldNotContain("<html");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/marketplace.evil")]
    [InlineData("/sign-out")]
    public async Task Download_BackToElsewhere_LeadsToTheMarketplace(string back)
    {
        using var answer = await _rig.PostAsync("/marketplace/download", ("item", "acme.script-1.9"), ("back", back), ("accept", "yes"));

        answer.Headers.Location!.OriginalString.ShouldBe("/marketplace");
    }

    [Fact]
    public async Task Download_StampRefuses_TellsItsCode()
    {
        _rig.Stamp.On(DownloadPath, 409, """{"error":{"code":"DiskFull","message":"The stamp's disk ran full. Make room, then start the download again; what is there already is kept and not fetched twice. (AZR6031)"} }""");

        using var answer = await _rig.PostAsync("/marketplace/download", ("item", "acme.script-1.9"), ("back", Back), ("accept", "yes"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR6031");
    }

    [Fact]
    public async Task Downloads_UnderWay_TellsBytesRateAndTimeLeft()
    {
        _rig.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9"), Product("acme.script-1.9", "Custom Script", "1.9", state: "Downloading"), Running);

        var part = await _rig.PageAsync("/marketplace/downloads?from=add");

        part.ShouldContain("1.0 MB of 4.0 MB, 1.0 MB/s, 3 s left");
        part.ShouldContain("<progress max=\"100\" value=\"25\"");
        part.ShouldContain("hx-swap-oob=\"true\"");
        part.ShouldContain("action=\"/marketplace/cancel\"");
    }

    [Fact]
    public async Task Downloads_FailedOfLate_TellsWhyAndOffersToTryAgain()
    {
        var now = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        _rig.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9"), "", $$"""
            {"id":"/o","name":"o","status":"Failed","endTime":"{{now}}","percentComplete":0,"properties":{"product":"default/acme.script-1.9","kind":"Download"},
             "error":{"code":"DownloadInterrupted","message":"The download could not go on. Start the download again when the line is better; it goes on where it stopped. (AZR6035)"} }
            """);

        var page = await _rig.PageAsync("/marketplace/add");

        page.ShouldContain("/errors/AZR6035");
        page.ShouldContain("Try again");
        page.ShouldContain("Download failed");
    }

    [Fact]
    public async Task Item_UnderWay_IsAskedForAgainAsItGoesOn()
    {
        _rig.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9"), Product("acme.script-1.9", "Custom Script", "1.9", state: "Downloading"), Running);

        var part = await _rig.PageAsync("/marketplace/actions?item=acme.script-1.9&from=add");

        part.ShouldStartWith("<div id=\"item-actions\" class=\"item-actions\" data-live=\"downloads\"");
        part.ShouldContain("Cancel download");
        part.ShouldNotContain("action=\"/marketplace/download\"");
    }

    [Fact]
    public async Task Cancel_UnderWay_StopsIt()
    {
        _rig.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9"), Product("acme.script-1.9", "Custom Script", "1.9", state: "Downloading"), Running);
        _rig.Stamp.On($"POST {ActivationId}/downloadedProducts/acme.script-1.9/cancel", 200);

        using var answer = await _rig.PostAsync("/marketplace/cancel", ("item", "acme.script-1.9"), ("back", "/marketplace"), ("place", "downloads"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        _rig.Stamp.Asked.ShouldContain(asked => asked.Contains("/cancel?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_EndedMeanwhile_IsToldInItsPlace()
    {
        _rig.Stamp.On($"POST {ActivationId}/downloadedProducts/acme.script-1.9/cancel", 404, """{"error":{"code":"ResourceNotFound","message":"no"} }""");

        using var answer = await _rig.PostByScriptAsync("/marketplace/cancel", ("item", "acme.script-1.9"), ("back", "/marketplace"), ("place", "downloads"));

        var part = await answer.Content.ReadAsStringAsync();
        part.ShouldStartWith("<div id=\"downloads\"");
        part.ShouldContain("/errors/AZR6067");
    }

    [Fact]
    public async Task Delete_Asked_ShowsWhatNeedsItAndDeletesOnlyThen()
    {
        const string Needs = ""","productDetailsProperties":{"dependentProducts":["acme.script-1.9"]} """;
        _rig.Stamp.Lists("", $"{Product("acme.script-1.9", "Custom Script", "1.9")},{Product("acme.cluster-1", "Cluster", "1", kind: "solution", more: Needs)}");
        _rig.Stamp.On($"DELETE {ActivationId}/downloadedProducts/acme.script-1.9", 200);

        var first = await _rig.PageAsync("/marketplace?item=acme.script-1.9");
        var asked = await _rig.PageAsync("/marketplace?item=acme.script-1.9&ask=delete");
        using var done = await _rig.PostAsync("/marketplace/delete", ("item", "acme.script-1.9"), ("back", "/marketplace"));

        first.ShouldNotContain("action=\"/marketplace/delete\"");
        asked.ShouldContain("Delete Custom Script 1.9 from AzS-ERCS01?");
        asked.ShouldContain("<li>Cluster 1</li>");
        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        _rig.Stamp.Asked.ShouldContain(one => one.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_NotOfferedAnyMore_SaysThatItIsGone()
    {
        _rig.Stamp.Lists("", Product("acme.old-1", "Old", "1"));
        _rig.Stamp.On($"DELETE {ActivationId}/downloadedProducts/acme.old-1", 200).Heard = request =>
        {
            if (request.StartsWith("DELETE", StringComparison.Ordinal)) _rig.Stamp.On($"GET {ActivationId}/downloadedProducts", 200, """{"value":[]}""");
        };

        using var answer = await _rig.PostByScriptAsync("/marketplace/delete", ("item", "acme.old-1"), ("back", "/marketplace"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("It is off AzS-ERCS01, and not offered any more.");
    }

    [Fact]
    public async Task Reader_Pages_HaveNoCommandsAndPostsAreRefused()
    {
        await using var reader = await MarketplaceRig.StartAsync(isOwner: false);
        reader.Stamp.Lists(Product("acme.script-1.9", "Custom Script", "1.9"), Product("acme.other-1", "Other", "1"));

        foreach (var address in (string[])["/marketplace", "/marketplace/add?item=acme.script-1.9", "/marketplace?item=acme.other-1&ask=delete", "/marketplace/import?folder=/"])
            (await reader.PageAsync(address)).ShouldNotContain("method=\"post\" action=\"/marketplace", Case.Sensitive, address);
        foreach (var address in (string[])["download", "cancel", "delete", "cleanup", "import"])
        {
            using var answer = await reader.PostAsync("/marketplace/" + address, ("item", "acme.script-1.9"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        reader.Stamp.Asked.ShouldAllBe(asked => asked.StartsWith("GET", StringComparison.Ordinal));
    }

    private int Begun() => _rig.Stamp.Asked.Count(asked => asked.StartsWith(DownloadPath, StringComparison.Ordinal));
}
