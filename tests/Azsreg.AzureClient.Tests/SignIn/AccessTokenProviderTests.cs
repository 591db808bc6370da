using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.SignIn;

public sealed class AccessTokenProviderTests : IAsyncLifetime
{
    private const string Audience = "https://management.test/";
    private readonly SkippingClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private TlsServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TlsServer.StartAsync();
        var count = 0;
        _server.Otherwise = _ => new Answer(200, $$"""{"access_token":"a{{Interlocked.Increment(ref count)}}","refresh_token":"r{{count}}","expires_in":3600}""");
        _store.Kept["me"] = new StoredTokens(new AccountCredential.Refresh(new Secret("r0")), []);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private AccessTokenProvider Provider() => new(new SignInClient(_server.Connection(_clock), _server.Environment), _store, "me", _clock);

    [Fact]
    public async Task GetToken_ManyAtOnce_AsksOnce()
    {
        using var provider = Provider();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => provider.GetTokenAsync("t", Audience, false, default).AsTask()));

        tokens.Select(token => token.Reveal()).Distinct().ShouldBe(["a1"]);
        _server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetToken_RenewedRefreshToken_IsKeptAndUsedNext()
    {
        using var provider = Provider();

        await provider.GetTokenAsync("t", Audience, false, default);
        await provider.GetTokenAsync("other", Audience, false, default);

        _server.Asked.Select(asked => asked.Form["refresh_token"]).ShouldBe(["r0", "r1"]);
        (await provider.GetRefreshTokenAsync(default))!.Reveal().ShouldBe("r2");
        ((AccountCredential.Refresh)_store.Kept["me"].Credential).Token.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task GetToken_NextCommand_FindsItInTheStore()
    {
        using (var first = Provider())
            await first.GetTokenAsync("t", Audience, false, default);
        using var second = Provider();

        (await second.GetTokenAsync("T", Audience, false, default)).Reveal().ShouldBe("a1");

        _server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetToken_NearItsEnd_IsRenewedInTime()
    {
        using var provider = Provider();
        await provider.GetTokenAsync("t", Audience, false, default);

        _clock.Advance(TimeSpan.FromMinutes(54));
        (await provider.GetTokenAsync("t", Audience, false, default)).Reveal().ShouldBe("a1");
        _clock.Advance(TimeSpan.FromMinutes(2));

        (await provider.GetTokenAsync("t", Audience, false, default)).Reveal().ShouldBe("a2");
    }

    [Fact]
    public async Task GetToken_Renew_DoesNotGiveTheRefusedOneAgain()
    {
        using var provider = Provider();
        await provider.GetTokenAsync("t", Audience, false, default);

        (await provider.GetTokenAsync("t", Audience, true, default)).Reveal().ShouldBe("a2");
    }

    [Fact]
    public async Task GetToken_SignedOut_SaysSo()
    {
        _store.Kept.Clear();
        using var provider = Provider();

        var failure = await Should.ThrowAsync<SignInException>(() => provider.GetTokenAsync("t", Audience, false, default).AsTask());

        failure.Entry.ShouldBe(ErrorCatalogue.NotSignedIn);
    }

    [Fact]
    public async Task GetToken_Refused_CanBeTriedAgain()
    {
        _server.Then(400, """{"error":"invalid_grant","error_description":"AADSTS50173: revoked","error_codes":[50173]}""");
        using var provider = Provider();

        (await Should.ThrowAsync<SignInException>(() => provider.GetTokenAsync("t", Audience, false, default).AsTask())).Entry.ShouldBe(ErrorCatalogue.SignInExpired);

        (await provider.GetTokenAsync("t", Audience, false, default)).Reveal().ShouldBe("a1");
    }

    [Fact]
    public async Task GetRefreshToken_ServicePrincipal_HasNone()
    {
        _store.Kept["me"] = new StoredTokens(new AccountCredential.ClientSecret(new Secret("s")), []);
        using var provider = Provider();

        (await provider.GetRefreshTokenAsync(default)).ShouldBeNull();
    }
}
