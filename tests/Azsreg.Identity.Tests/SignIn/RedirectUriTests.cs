namespace Azsreg.Identity.Tests;

public sealed class RedirectUriTests
{
    private static readonly string[] Registered = ["http://localhost", "https://portal.example/signin", "http://127.0.0.1:8400/cb"];

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:53682")]
    [InlineData("http://localhost:53682/")]
    [InlineData("https://portal.example/signin")]
    [InlineData("http://127.0.0.1:8400/cb")]
    public void IsRegistered_SameOrLoopbackWithAnyPort_True(string uri) => RedirectUri.IsRegistered(uri, Registered).ShouldBeTrue();

    [Theory]
    [InlineData("http://localhost:53682/other")]
    [InlineData("http://localhost.evil.example:53682/")]
    [InlineData("http://user@localhost:53682/")]
    [InlineData("http://127.0.0.1:53682")]
    [InlineData("http://127.0.0.1:8401/cb")]
    [InlineData("https://localhost:53682")]
    [InlineData("https://portal.example/signin/")]
    [InlineData("https://portal.example/signin?x=1")]
    [InlineData("https://portal.example:444/signin")]
    [InlineData("http://portal.example/signin")]
    [InlineData("https://portal.example/signin#x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void IsRegistered_AnythingElse_False(string uri) => RedirectUri.IsRegistered(uri, Registered).ShouldBeFalse();
}
