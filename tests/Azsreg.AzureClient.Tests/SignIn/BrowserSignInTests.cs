using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using System.Net;
using Azsreg.AzureClient.SignIn;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.SignIn;

public sealed class BrowserSignInTests : IAsyncLifetime
{
    private TlsServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<TokenGrant> SignInAsync(Func<IReadOnlyDictionary<string, string>, HttpClient, Task> browse, TimeSpan? patience = null) =>
        new SignInClient(_server.Connection(), _server.Environment).WithBrowserAsync(
            "contoso.onmicrosoft.com", "https://management.test/",
            (page, _) =>
            {
                page.AbsolutePath.ShouldBe("/contoso.onmicrosoft.com/oauth2/v2.0/authorize");
                var query = page.Query[1..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
                Browsing = Task.Run(async () =>
                {
                    using var http = new HttpClient(new SocketsHttpHandler());
                    await browse(query, http);
                }, CancellationToken.None);
                return ValueTask.CompletedTask;
            },
            patience ?? TimeSpan.FromMinutes(1), default);

    private Task Browsing { get; set; } = Task.CompletedTask;

    [Fact]
    public async Task Browser_CodeComesBack_IsRedeemedWithItsProof()
    {
        _server.Then(200, """{"access_token":"a","refresh_token":"r","expires_in":60}""");
        IReadOnlyDictionary<string, string>? asked = null;
        var shown = "";

        var grant = await SignInAsync(async (query, http) =>
        {
            asked = query;
            // An icon, and a stranger who guesses the port, come first.
            (await http.GetAsync(new Uri(query["redirect_uri"] + "favicon.ico"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await http.GetAsync(new Uri(query["redirect_uri"] + "?code=stolen&state=guess"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            shown = await http.GetStringAsync(new Uri($"{query["redirect_uri"]}?code=the%2Fcode&state={query["state"]}"));
        });
        await Browsing;

        grant.RefreshToken!.Reveal().ShouldBe("r");
        shown.ShouldContain("You are signed in");
        asked!["response_type"].ShouldBe("code");
        asked["code_challenge_method"].ShouldBe("S256");
        asked["redirect_uri"].ShouldMatch(@"^http://localhost:\d+/$");
        var form = _server.Asked.ShouldHaveSingleItem().Form;
        form["grant_type"].ShouldBe("authorization_code");
        form["code"].ShouldBe("the/code");
        form["redirect_uri"].ShouldBe(asked["redirect_uri"]);
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))).ShouldBe(asked["code_challenge"]);
    }

    [Fact]
    public async Task Browser_Declined_SaysSo()
    {
        var failure = await Should.ThrowAsync<SignInException>(() => SignInAsync((query, http) =>
            http.GetAsync(new Uri($"{query["redirect_uri"]}?error=access_denied&error_description=AADSTS65004%3a+User+declined.&state={query["state"]}"))));
        await Browsing;

        failure.Entry.ShouldBe(ErrorCatalogue.SignInNotCompleted);
        failure.DirectoryCode.ShouldBe(65004);
    }

    [Fact]
    public async Task Browser_NeverComesBack_EndsInTime()
    {
        var failure = await Should.ThrowAsync<SignInException>(() => SignInAsync((_, _) => Task.CompletedTask, TimeSpan.FromMilliseconds(100)));

        failure.Entry.ShouldBe(ErrorCatalogue.SignInNotCompleted);
    }

    [Fact]
    public void ParseRequest_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text => LoopbackRedirect.ParseRequest("GET /?" + text) is not null).CheckSeeded();
}
