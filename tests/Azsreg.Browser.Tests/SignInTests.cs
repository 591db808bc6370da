using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>Who comes in, and how they leave.</summary>
public sealed class SignInTests(RegisteredPortal world) : IClassFixture<RegisteredPortal>
{
    [Fact]
    public async Task SignIn_SecondFactor_AsksForTheCodeAndComesBackToThePageAskedFor()
    {
        await using var visit = await world.VisitAsync();

        await visit.SignInAsync("admin.mfa@azurestack.local", world.SecondFactorSecret, "/region");

        visit.Path.ShouldBe("/region");
        await visit.SeesAsync("REGISTRATION NAME");
    }

    [Fact]
    public async Task SignIn_WrongPassword_IsToldBesideTheField()
    {
        await using var visit = await world.VisitAsync();
        await visit.Page.GotoAsync(world.Portal.AbsoluteUri);
        await visit.Page.GetByLabel("User name").FillAsync("admin@azurestack.local");
        await visit.Page.GetByLabel("Password").FillAsync("not the password");

        await visit.Button("Sign in").ClickAsync();

        await visit.SeesAsync("Your account or password is incorrect");
        await visit.ShootAsync("sign-in-refused");
        await visit.IsUsableByAllAsync();
        visit.Complaints.Clear();
    }

    [Fact]
    public async Task SignOut_PageAskedForAgain_AsksToSignIn()
    {
        await using var visit = await world.EnterAsync();
        await visit.Page.Locator("details.menu summary[title=Account]").ClickAsync();

        await visit.Button("Sign out").ClickAsync();
        await visit.ArriveAsync("/signed-out$");
        await visit.ShootAsync("signed-out");
        await visit.IsUsableByAllAsync();
        await visit.Page.GotoAsync(new Uri(world.Portal, "/region").AbsoluteUri);

        await Visit.SeesAsync(visit.Page.GetByLabel("User name"));
    }

    [Fact]
    public async Task Reader_AnyPage_SeesAndCannotChange()
    {
        await using var visit = await world.EnterAsync(user: "reader@azurestack.local");

        await visit.GoAsync("/region");
        await visit.SeesAsync("You are Reader here: you can look and not change.");
        (await visit.Link("Change").CountAsync()).ShouldBe(0);
        await visit.ShootAsync("reader-region");
        await visit.GoAsync("/registration");
        await visit.SeesAsync("Only an Owner can do this");
        (await visit.Page.Locator("#registration-form").CountAsync()).ShouldBe(0);

        // A request made by hand, with the token that is on the page, is refused all the same.
        var refused = await visit.Page.EvaluateAsync<int>(
            """
            async () => (await fetch('/registration/run', { method: 'POST', redirect: 'manual', headers: {
                'X-Form-Token': document.querySelector('meta[name="form-token"]').content, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'do=change' })).status
            """);
        refused.ShouldBe(403);
        visit.Complaints.Clear();
    }

    [Fact]
    public async Task Form_TokenOfAnotherSession_IsRefused()
    {
        await using var visit = await world.EnterAsync();

        var refused = await visit.Page.EvaluateAsync<int>(
            "async () => (await fetch('/sign-out', { method: 'POST', redirect: 'manual', headers: { 'X-Form-Token': 'x' } })).status");

        refused.ShouldBe(403);
        await visit.GoAsync("/region");
        visit.Complaints.Clear();
    }
}
