using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary>The cmdlets of accounts and contexts: what they ask for, and what they make of the answer.</summary>
[Collection("one context a process")]
public sealed class AccountCmdletTests : CmdletPlay
{
    [Fact]
    public void ConnectAzsAccount_Credential_SignsInAndReturnsAContextLikeAzs()
    {
        using var azsreg = Play(
            FakeAzsreg.Answers(1, """{"skipped":[{"name":"fabrikam","reason":"wants a second factor"}]}"""), FakeAzsreg.Answers(2, "{}"), FakeAzsreg.SignedIn(3));
        var cmdlet = new ConnectAzsAccount { EnvironmentName = "AzureCloud", TenantId = "t-1", SubscriptionId = "s-1", Credential = CmdletRun.Credential };

        var shell = CmdletRun.Of(cmdlet, azsreg, new FakeShell { Credential = (@"\owner@contoso.onmicrosoft.com", "p") });

        ShouldBeRequest(azsreg.Heard[0], "login", """ "environment":"AzureCloud","tenant":"t-1","username":"owner@contoso.onmicrosoft.com" """, """{"password":"p"}""");
        ShouldBeRequest(azsreg.Heard[1], "account set", """ "environment":"AzureCloud","subscription":"s-1" """);
        shell.Warnings.ShouldHaveSingleItem().ShouldContain("Connect-AzsAccount -TenantId fabrikam");
        var context = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsContext>();
        (context.Account.Id, context.Subscription!.Id, context.Tenant!.Id, context.Environment.Name).ShouldBe(("owner@contoso.onmicrosoft.com", "s-1", "t-1", "AzureCloud"));
        ChosenContext.IsOurs.ShouldBeTrue();
    }

    [Fact]
    public void ConnectAzsAccount_NoParameters_ShowsADeviceCode()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, "{}"), FakeAzsreg.SignedIn(2));

        CmdletRun.Of(new ConnectAzsAccount(), azsreg);

        ShouldBeRequest(azsreg.Heard[0], "login", "");
    }

    [Fact]
    public void DisconnectAzsAccount_Account_SignsOut()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, """{"signedOut":[{"environment":"Local","account":"me"}]}"""));

        var shell = CmdletRun.Of(new DisconnectAzsAccount { Username = "me" }, azsreg);

        ShouldBeRequest(azsreg.Heard[0], "logout", """ "account":"me" """);
        shell.Host.ShouldBe(["Signed out me from Local."]);
        shell.Output.ShouldBeEmpty();
    }

    [Fact]
    public void GetAzsContext_NobodySignedIn_WarnsAndReturnsNothing()
    {
        using var azsreg = Play(FakeAzsreg.Refuses(1, "AZR3001", "signInOrRights"));

        var shell = CmdletRun.Of(new GetAzsContext(), azsreg);

        shell.Failure.ShouldBeNull();
        shell.Output.ShouldBeEmpty();
        shell.Warnings.ShouldHaveSingleItem().ShouldContain("Connect-AzsAccount");
    }

    [Fact]
    public void SetAzsContext_Subscription_TakesItIntoUse()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, "{}"), FakeAzsreg.SignedIn(2));

        var shell = CmdletRun.Of(new SetAzsContext { SubscriptionId = "s-1" }, azsreg);

        ShouldBeRequest(azsreg.Heard[0], "account set", """ "subscription":"s-1" """);
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsContext>();
    }

    [Fact]
    public void SetAzsContext_Tenant_TakesItsFirstUsableSubscription()
    {
        using var azsreg = Play(
            FakeAzsreg.Answers(1, """[{"id":"s-1","tenantId":"t-1","state":"Enabled"},{"id":"s-2","tenantId":"t-2","state":"Disabled"},{"id":"s-3","tenantId":"t-2","state":"Enabled"}]"""),
            FakeAzsreg.Answers(2, "{}"), FakeAzsreg.SignedIn(3));

        CmdletRun.Of(new SetAzsContext { TenantId = "T-2" }, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "account set", """ "subscription":"s-3" """);
    }

    [Fact]
    public void RegisterAzsResourceProvider_Namespace_IsRegistered()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """{"namespace":"Microsoft.AzureStack","registrationState":"Registered","subscriptionId":"s-1","environment":"Local"}"""));

        var shell = CmdletRun.Of(new RegisterAzsResourceProvider { ProviderNamespace = "Microsoft.AzureStack" }, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "provider register", "", arguments: """["Microsoft.AzureStack"]""");
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsResourceProvider>().RegistrationState.ShouldBe("Registered");
    }
}
