using System.Net;
using Azsreg.Protocol;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Whatever keeps the marketplace from working, listing and downloading both say what it is and what to do.</summary>
public sealed class MarketplaceRefusalTests
{
    private const string Version = "2016-01-01";

    [Fact]
    public async Task Marketplace_NeverRegistered_SaysSo()
    {
        await using var stamp = await TestStamp.StartAsync();

        await BothAnswerAsync(stamp, HttpStatusCode.NotFound, "ResourceGroupNotFound", "Resource group 'azurestack-activation' could not be found. This stamp is not registered", "AZR6020");
    }

    [Fact]
    public async Task Marketplace_Unregistered_SaysSo()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        using var removed = await stamp.SendAsync(HttpMethod.Delete, stamp.ActivationPath, Version);

        await BothAnswerAsync(stamp, HttpStatusCode.NotFound, "ResourceNotFound", "was not found. This stamp is not registered", "AZR6020");
    }

    [Fact]
    public async Task Marketplace_Disconnected_SaysThatItIsNormal()
    {
        await using var stamp = await TestStamp.StartAsync();
        (await stamp.ActivateAsync(stamp.MakeKey(key => key with { ObjectId = null, MarketplaceSyndicationEnabled = false }))).Errors.ShouldBeEmpty();

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "StampDisconnected", "Nothing is wrong", "AZR6022");
    }

    [Fact]
    public async Task Marketplace_SyndicationOff_SaysSo()
    {
        await using var stamp = await ActivatedStamp.StartAsync(syndication: false);

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "MarketplaceSyndicationDisabled", "azsreg registration set", "AZR6023");
    }

    [Fact]
    public async Task Marketplace_PrincipalDeleted_SaysSo()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        stamp.Azure.TakesCertificates = false;

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "BridgePrincipalRefused", "refused the sign-in of this stamp's bridge (AADSTS700016). Register again", "AZR6024");
    }

    /// <summary>Azure judges a token by itself, so one given before the principal was deleted is good until it ends.</summary>
    [Fact]
    public async Task Marketplace_PrincipalDeletedWhileATokenIsGood_SaysSoOnceTheTokenHasEnded()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        stamp.Azure.TakesCertificates = false;
        stamp.Clock.Advance(TimeSpan.FromMinutes(30));
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);

        // Given for an hour, and not used within its last five minutes.
        stamp.Clock.Advance(TimeSpan.FromMinutes(27));

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "BridgePrincipalRefused", "refused the sign-in of this stamp's bridge", "AZR6024");
    }

    [Fact]
    public async Task Marketplace_RoleRemoved_IsOneSentenceAndItsFixWithAzuresWordsBeside()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        (stamp.Azure.RegistrationAnswer, stamp.Azure.DetailsAnswer, stamp.Azure.ListsProducts) = (403, 403, false);

        using var list = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);

        var error = System.Text.Json.Nodes.JsonNode.Parse(await list.Content.ReadAsStringAsync())!["error"]!;
        error["message"]!.GetValue<string>().ShouldBe(
            $"This stamp's bridge lacks the role 'Azure Stack Registration Owner' on its registration AzureStack-{stamp.Facts.CloudId}. "
            + "Register again, which gives the role back: azsreg registration set. (AZR6025)");
        error["details"]![0]!["code"]!.GetValue<string>().ShouldBe("AuthorizationFailed");
    }

    [Fact]
    public async Task Marketplace_RoleRemoved_SaysSoThoughAListIsKept()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        (stamp.Azure.RegistrationAnswer, stamp.Azure.DetailsAnswer, stamp.Azure.ListsProducts) = (403, 403, false);
        stamp.Clock.Advance(TimeSpan.FromMinutes(4));

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "BridgeNotAuthorized", "Azure Stack Registration Owner", "AZR6025");
    }

    [Fact]
    public async Task Marketplace_RegistrationDeleted_SaysSoThoughAListIsKept()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        (stamp.Azure.RegistrationAnswer, stamp.Azure.DetailsAnswer) = (404, 404);
        stamp.Clock.Advance(TimeSpan.FromMinutes(4));

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "RegistrationDeleted", "is gone from Azure", "AZR6026");
    }

    [Fact]
    public async Task Marketplace_Expired_SaysSo()
    {
        await using var stamp = await TestStamp.StartAsync();
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        var end = stamp.Clock.GetUtcNow().AddMinutes(10).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        (await stamp.ActivateAsync(stamp.MakeKey(key => key with { Expires = end }))).Errors.ShouldBeEmpty();
        stamp.Clock.Advance(TimeSpan.FromMinutes(11));

        await BothAnswerAsync(stamp, HttpStatusCode.Conflict, "ActivationExpired", "azsreg registration renew", "AZR6021");
    }

    private static async Task BothAnswerAsync(TestStamp stamp, HttpStatusCode status, string code, params string[] words)
    {
        using var list = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);
        using var download = await stamp.SendAsync(HttpMethod.Post, stamp.ActivationPath + "/products/bitnami.wordpress-4.9.8/download", Version);
        foreach (var response in (HttpResponseMessage[])[list, download])
        {
            var (told, message) = await TestStamp.ErrorOfAsync(response);
            told.ShouldBe(code, message);
            response.StatusCode.ShouldBe(status);
            foreach (var word in words)
                message.ShouldContain(word);
            ErrorCatalogue.Find(words[^1]).ShouldNotBeNull();
        }
    }
}
