using System.Management.Automation;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary><c>Set-AzsRegistration</c>: what it asks for, and what it makes of the answer; and what every cmdlet does as it does.</summary>
[Collection("one context a process")]
public sealed class SetAzsRegistrationTests : CmdletPlay
{
    private static SetAzsRegistration Set() => new() { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"] };

    [Fact]
    public void SetAzsRegistration_SignedIn_RegistersAndReturnsTheRegistration()
    {
        using var azsreg = Play(
            FakeAzsreg.SignedIn(),
            ["<", """{"type":"step","id":2,"number":1,"name":"rights","detail":"","state":"running"}""", """{"type":"step","id":2,"number":1,"name":"rights","detail":"sufficient","state":"done"}"""],
            [$$"""{"type":"result","id":2,"value":{{Registered}}}""", """{"type":"end","id":2,"exitCode":0}"""]);
        var cmdlet = Set();
        cmdlet.BillingModel = "PayAsYouUse";
        cmdlet.AgreementNumber = "0123";
        cmdlet.RegistrationName = "mine";
        cmdlet.ResourceGroupName = "group";
        cmdlet.ResourceGroupLocation = "westcentralus";

        var shell = CmdletRun.Of(cmdlet, azsreg);

        shell.Failure.ShouldBeNull();
        ShouldBeRequest(azsreg.Heard[0], "account show", "");
        ShouldBeRequest(
            azsreg.Heard[1], "registration set",
            $""" {Stamp},"billing-model":"PayAsYouUse","agreement-number":"0123","registration-name":"mine","resource-group":"group","location":"westcentralus","yes":true """, Secret);
        var registration = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRegistration>();
        registration.RegistrationName.ShouldBe("AzureStack-c-1");
        registration.CloudId.ShouldBe("c-1");
        registration.MarketplaceItems.ShouldBe(176);
        registration.Changed.ShouldBeTrue();
        shell.Host[0].ShouldBe("Your environment is now registered and activated using the provided parameters.");
        shell.Host[1].ShouldStartWith("AzureStack-c-1 in Local, which AzureCloud means here, subscription Contoso Stamps (s-1), through https://localhost:20011/wsman.");
        shell.Progress.ShouldBe(["Set-AzsRegistration: rights", "Set-AzsRegistration: rights: sufficient", "Set-AzsRegistration: done"]);
        shell.Asked.ShouldBe([("AzS-ERCS01", "Register Azure Stack with Azure")]);
    }

    [Fact]
    public void SetAzsRegistration_SwitchesWithFalse_AreOffAndThoseLeftOutStay()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, Registered));
        var cmdlet = Set();
        cmdlet.UsageReportingEnabled = default; // -UsageReportingEnabled:$false

        CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "registration set", $""" {Stamp},"usage-reporting":"off","yes":true """, Secret);
    }

    [Fact]
    public void SetAzsRegistration_Password_IsInThePipeOnly()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, Registered));

        var shell = CmdletRun.Of(Set(), azsreg);

        azsreg.Arguments.ShouldEndWith($" module serve --host-process {Environment.ProcessId}");
        azsreg.Arguments.ShouldNotContain("passw0rd");
        string.Concat([.. shell.Verbose, .. shell.Host, .. shell.Progress, .. shell.Warnings]).ShouldNotContain("passw0rd");
    }

    [Fact]
    public void SetAzsRegistration_WhatIf_WritesThePlanAndChangesNothing()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """
            {"plan":{"changesAnything":true,"changes":[{"kind":"Add","subject":"lock RegistrationResourceLock","old":null,"new":"CanNotDelete"}],"notes":["A note."]}}
            """.Trim()));

        var shell = CmdletRun.Of(Set(), azsreg, new FakeShell { IsWhatIf = true });

        azsreg.Heard.Length.ShouldBe(2);
        ShouldBeRequest(azsreg.Heard[1], "registration set", $""" {Stamp},"plan":true """, Secret);
        var change = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsPlannedChange>();
        (change.Kind, change.Subject, change.Old, change.New).ShouldBe(("Add", "lock RegistrationResourceLock", null, "CanNotDelete"));
        shell.Host.ShouldBe(["A note."]);
    }

    [Fact]
    public void SetAzsRegistration_Declined_AsksForNothing()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn());

        var shell = CmdletRun.Of(Set(), azsreg, new FakeShell { IsDeclined = true });

        azsreg.Heard.Length.ShouldBe(1);
        shell.Output.ShouldBeEmpty();
    }

    [Fact]
    public void SetAzsRegistration_NobodySignedIn_StartsTheSignIn()
    {
        using var azsreg = Play(
            FakeAzsreg.Refuses(1, "AZR3001", "signInOrRights"),
            FakeAzsreg.Refuses(2, "AZR3001", "signInOrRights"),
            ["<", """{"type":"deviceCode","id":3,"url":"https://microsoft.com/devicelogin","code":"ABCD1234"}""", """{"type":"result","id":3,"value":{}}""", """{"type":"end","id":3,"exitCode":0}"""],
            FakeAzsreg.Answers(4, Registered));
        var cmdlet = Set();
        cmdlet.AzureEnvironmentName = "AzureChinaCloud";

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "registration remove", $""" {Stamp},"environment":"AzureChinaCloud","plan":true """, Secret);
        ShouldBeRequest(azsreg.Heard[2], "login", """ "environment":"AzureChinaCloud" """);
        shell.Warnings.ShouldBe(["To sign in, open https://microsoft.com/devicelogin in any browser and enter the code ABCD1234"]);
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRegistration>();
    }

    [Fact]
    public void SetAzsRegistration_NobodySignedInAndNobodyToAsk_FailsAtOnce()
    {
        using var azsreg = Play(FakeAzsreg.Refuses(1, "AZR3001", "signInOrRights"), FakeAzsreg.Refuses(2, "AZR3001", "signInOrRights"));

        var shell = CmdletRun.Of(Set(), azsreg, new FakeShell { IsInteractive = false });

        shell.Failure!.Code.ShouldBe("AZR3001");
        azsreg.Heard.Length.ShouldBe(2);
    }

    [Fact]
    public void SetAzsRegistration_Refused_BecomesAnErrorRecordInPowerShellsWords()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Refuses(2, "AZR3005", "signInOrRights", "\"azsreg account set --subscription X\""));

        var shell = CmdletRun.Of(Set(), azsreg);

        shell.Failure!.Code.ShouldBe("AZR3005");
        shell.Failure.Category.ShouldBe(ErrorCategory.PermissionDenied);
        shell.Failure.Words.ShouldBe(string.Join(
            Environment.NewLine, "AZR3005 what happened: This case.", "Run: Connect-AzsAccount", "    Set-AzsContext -SubscriptionId X"));
        shell.FailedTarget.ShouldBe("AzS-ERCS01");
        shell.Output.ShouldBeEmpty();
    }

    [Fact]
    public void SetAzsRegistration_Prompts_GoThroughTheHost()
    {
        using var azsreg = Play(
            FakeAzsreg.SignedIn(),
            ["<", """{"type":"prompt","id":2,"prompt":1,"kind":"secret","text":"Password of X"}""", "<"],
            ["""{"type":"prompt","id":2,"prompt":2,"kind":"confirm","text":"Really?"}""", "<"],
            ["""{"type":"prompt","id":2,"prompt":3,"kind":"confirm","text":"Remove it?","typed":"AzS"}""", "<"],
            ["""{"type":"prompt","id":2,"prompt":4,"kind":"text","text":"Who?"}""", "<"],
            ["""{"type":"message","id":2,"level":"warning","text":"left behind: a lock"}"""],
            [$$"""{"type":"result","id":2,"value":{{Registered}}}""", """{"type":"end","id":2,"exitCode":0}"""]);

        var shell = CmdletRun.Of(Set(), azsreg);

        shell.Questions.ShouldBe(["Password of X", "Really?", "Remove it? Type AzS to go on", "Who?"]);
        azsreg.Heard[2..].ShouldBe(
        [
            """{"type":"answer","id":2,"prompt":1,"value":"answer-of-the-host"}""",
            """{"type":"answer","id":2,"prompt":2,"value":"yes"}""",
            """{"type":"answer","id":2,"prompt":3,"value":"answer-of-the-host"}""",
            """{"type":"answer","id":2,"prompt":4,"value":"answer-of-the-host"}""",
        ]);
        shell.Warnings.ShouldBe(["left behind: a lock"]);
    }

    [Fact]
    public void SetAzsRegistration_ContextOfAz_IsUsedWithItsAccountAndSubscription()
    {
        using var azsreg = Play(
            FakeAzsreg.SignedIn(),
            FakeAzsreg.Answers(2, """[{"id":"s-9","account":"other@contoso.onmicrosoft.com"}]"""),
            FakeAzsreg.Answers(3, Registered));
        var context = new
        {
            Account = new { Id = "other@contoso.onmicrosoft.com", Type = "User" }, Subscription = new { Id = "s-9", Name = "Theirs" }, Tenant = new { Id = "t-9" }, Environment = new { Name = "AzureUSGovernment" },
        };

        var shell = CmdletRun.Of(Set(), azsreg, new FakeShell { AzureContext = context });

        shell.Failure.ShouldBeNull();
        ShouldBeRequest(azsreg.Heard[1], "account list", """ "environment":"AzureUSGovernment","cached":true """);
        ShouldBeRequest(azsreg.Heard[2], "registration set", $""" "environment":"AzureUSGovernment","subscription":"s-9",{Stamp},"yes":true """, Secret);
    }

    [Fact]
    public void SetAzsRegistration_AccountOfAzNotSignedInHere_IsAskedForOnceInItsDirectory()
    {
        using var azsreg = Play(
            FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, "[]"), FakeAzsreg.Answers(3, "{}"), FakeAzsreg.Answers(4, Registered));
        // AzureRM's older contexts.
        var context = new { Account = new { Id = "other@contoso.onmicrosoft.com" }, Subscription = new { SubscriptionId = "s-9" }, Tenant = new { TenantId = "t-9" }, Environment = new { Name = "AzureCloud" } };
        var cmdlet = Set();
        cmdlet.AzureContext = context;

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[2], "login", """ "environment":"AzureCloud","tenant":"t-9" """);
        shell.Host[0].ShouldStartWith("other@contoso.onmicrosoft.com is signed in with Azure PowerShell");
    }

    [Fact]
    public void SetAzsRegistration_ProgramEndsMidway_SaysSo()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), ["<", "!"]);

        CmdletRun.Of(Set(), azsreg).Failure!.Code.ShouldBe("AZR1044");
    }

    [Theory]
    [InlineData("""{"type":"ready","protocol":2,"version":"9"}""")]
    [InlineData("Usage: something else")]
    public void SetAzsRegistration_ProgramOfAnotherKind_IsRefused(string first)
    {
        using var azsreg = new FakeAzsreg(first);

        CmdletRun.Of(Set(), azsreg).Failure!.Code.ShouldBe("AZR1044");
    }

    [Fact]
    public async Task SetAzsRegistration_Stopped_CancelsAndEndsWithoutAnError()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), ["<", """{"type":"message","id":2,"level":"warning","text":"it runs"}""", "<", """{"type":"end","id":2,"exitCode":130}"""]);
        var cmdlet = Set();
        var shell = new FakeShell();
        var run = Task.Run(() => CmdletRun.Of(cmdlet, azsreg, shell));
        await shell.Warned.WaitAsync(TimeSpan.FromMinutes(2));

        CmdletRun.Call(cmdlet, "StopProcessing");
        await run.WaitAsync(TimeSpan.FromMinutes(2));

        azsreg.Heard[2].ShouldBe("""{"type":"cancel","id":2}""");
        shell.Failure.ShouldBeNull();
        shell.Output.ShouldBeEmpty();
        azsreg.HasSeenTheEnd.ShouldBeTrue();
    }
}
