using System.Net;
using static Azsreg.Portal.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>Bringing every item to its newest version, as one order.</summary>
public sealed class UpdateWorkTests : IAsyncLifetime
{
    private const string Terms = ""","legalTerms":"https://acme.test/terms" """;
    private const string Script = $"POST {ActivationId}/products/acme.script-1.10/download";
    private const string Image = $"POST {ActivationId}/products/acme.image-2/download";

    private MarketplaceRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await MarketplaceRig.StartAsync();
        var older = string.Join(',', Product("acme.script-1.9", "Custom Script", "1.9"), Product("acme.image-1", "An image", "1"));
        _rig.Stamp.Lists(
            string.Join(',', older, Product("acme.script-1.10", "Custom Script", "1.10", more: Terms), Product("acme.image-2", "An image", "2"), Product("acme.other-1", "Another", "1")),
            older);
        foreach (var path in new[] { Script, Image })
            _rig.Stamp.On(path, 202, "{}", ("Azure-AsyncOperation", "{url}/operations/o"), ("Location", "{url}/operations/o"));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Home_UpdatesOffered_LeadsToAllOfThem()
    {
        var page = await _rig.PageAsync("/marketplace");

        page.ShouldContain("href=\"/marketplace/updates\"");
        page.ShouldContain("Download all updates (2)");
        Asked().ShouldBe(0);
    }

    [Fact]
    public async Task Offer_TwoUpdates_ShowsThemAndAsksForTheTerms()
    {
        var page = await _rig.PageAsync("/marketplace/updates");

        page.ShouldContain("2 items, ");
        page.ShouldContain("Legal terms of Custom Script");
        page.ShouldContain("name=\"accept\"");
        page.ShouldNotContain("Another");
        Asked().ShouldBe(0);
    }

    [Fact]
    public async Task Start_TermsNotAccepted_IsToldAndNothingBegins()
    {
        using var answer = await _rig.PostAsync("/marketplace/updates");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR6063");
        Asked().ShouldBe(0);
        _rig.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TermsAccepted_BeginsEachAndComesBackToTheList()
    {
        using var answer = await _rig.PostAsync("/marketplace/updates", ("accept", "yes"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/marketplace");
        Asked().ShouldBe(2);
        _rig.Accepted.ShouldHaveSingleItem().Item.ShouldBe("acme.script");
    }

    private int Asked() => _rig.Stamp.Asked.Count(request => request.StartsWith(Script, StringComparison.Ordinal) || request.StartsWith(Image, StringComparison.Ordinal));
}
