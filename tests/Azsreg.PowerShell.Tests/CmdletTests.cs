using System.Management.Automation;
using System.Text.Json;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary>Each cmdlet, run against a program that plays azsreg's part: what it asks for, and what it makes of the answer.</summary>
[Collection("one context a process")]
public sealed class CmdletTests : IDisposable
{
    private const string Stamp = """ "privileged-endpoint":["AzS-ERCS01"],"cloud-admin":"AZURESTACK\\CloudAdmin" """;
    private const string Secret = """{"cloud-admin-password":"cloud-admin-passw0rd"}""";
    private const string Registered = """
        {"applied":true,"changed":true,"environment":"Local","standsFor":"AzureCloud","account":"owner@contoso.onmicrosoft.com","subscriptionId":"s-1","subscriptionName":"Contoso Stamps","stamp":"AzS-ERCS01","privilegedEndpointUrl":"https://localhost:20011/wsman","stampCloudId":"c-1","stampVersion":"1.2311.1.22","registrationId":"/subscriptions/s-1/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-c-1","registrationName":"AzureStack-c-1","billingModel":"PayAsYouUse","marketplaceSyndication":true,"usageReporting":true,"activationState":"Active","marketplaceItems":176,"billing":"Registering costs nothing."}
        """;

    public CmdletTests() => ChosenContext.IsOurs = false;

    public void Dispose() => ChosenContext.IsOurs = false;

    private static FakeAzsreg Play(params IEnumerable<string>[] parts) => new([FakeAzsreg.Ready, .. parts.SelectMany(part => part)]);

    /// <summary>The request as the contract has it, whatever the order of its members.</summary>
    private static void ShouldBeRequest(string heard, string verb, string options, string secrets = "{}", string arguments = "[]", string? input = null)
    {
        var request = JsonDocument.Parse(heard).RootElement;
        request.GetProperty("type").GetString().ShouldBe("request");
        request.GetProperty("verb").GetString().ShouldBe(verb);
        JsonElement.DeepEquals(request.GetProperty("options"), JsonDocument.Parse($"{{{options}}}").RootElement).ShouldBeTrue($"options: {request.GetProperty("options")}");
        JsonElement.DeepEquals(request.GetProperty("secrets"), JsonDocument.Parse(secrets).RootElement).ShouldBeTrue();
        JsonElement.DeepEquals(request.GetProperty("arguments"), JsonDocument.Parse(arguments).RootElement).ShouldBeTrue();
        (request.TryGetProperty("input", out var given) ? given.GetString() : null).ShouldBe(input);
    }

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
        while (!shell.Warnings.Contains("it runs"))
        {
            run.IsCompleted.ShouldBeFalse();
            await Task.Yield();
        }

        CmdletRun.Call(cmdlet, "StopProcessing");
        await run.WaitAsync(TimeSpan.FromSeconds(30));

        azsreg.Heard[2].ShouldBe("""{"type":"cancel","id":2}""");
        shell.Failure.ShouldBeNull();
        shell.Output.ShouldBeEmpty();
        azsreg.HasSeenTheEnd.ShouldBeTrue();
    }

    [Fact]
    public void RemoveAzsRegistration_SignedIn_Removes()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """{"changed":true,"stamp":"AzS-ERCS01","stampCloudId":"c-1","registrationId":"/r","subscriptionName":"Contoso Stamps","environment":"Local"}"""));
        var cmdlet = new RemoveAzsRegistration { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"], ResourceGroupName = "group" };

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "registration remove", $""" {Stamp},"resource-group":"group","yes":true """, Secret);
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRemovedRegistration>().ResourceId.ShouldBe("/r");
    }

    [Fact]
    public void GetAzsRegistrationToken_NoFile_ReturnsTheTokenAndNothingElse()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, """{"token":"dG9rZW4=","nextStep":{"where":"On a machine that reaches Azure"},"keep":"Keep the file."}"""));
        var cmdlet = new GetAzsRegistrationToken { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"], BillingModel = "Capacity", AgreementNumber = "7" };

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[0], "offline token", $""" {Stamp},"billing-model":"Capacity","agreement-number":"7","out":"-" """, Secret);
        shell.Output.ShouldBe(["dG9rZW4="]);
        shell.Host.ShouldBe(["Next: On a machine that reaches Azure", "Keep the file."]);
    }

    [Fact]
    public void GetAzsRegistrationToken_File_IsNamedAndItsTextReturned()
    {
        var folder = Directory.CreateTempSubdirectory("azsreg-token-");
        var file = Path.Combine(folder.FullName, "RegistrationToken.txt");
        File.WriteAllText(file, "dG9rZW4=\n");
        using var azsreg = Play(FakeAzsreg.Answers(1, """{"token":null,"file":"x"}"""));
        var cmdlet = new GetAzsRegistrationToken { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"], BillingModel = "Custom", TokenOutputFilePath = "RegistrationToken.txt" };

        var shell = CmdletRun.Of(cmdlet, azsreg, new FakeShell { CurrentFolder = folder.FullName });

        JsonDocument.Parse(azsreg.Heard[0]).RootElement.GetProperty("options").GetProperty("out").GetString().ShouldBe(file);
        shell.Output.ShouldBe(["dG9rZW4="]);
        shell.Host[0].ShouldBe($"The registration token is in the file {file}");
        folder.GetFiles().Select(one => one.Name).ShouldBe(["RegistrationToken.txt"]);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/no-such-folder-of-azsreg/RegistrationToken.txt")]
    [InlineData("/proc/RegistrationToken.txt")] // As an unwritable root.
    public void GetAzsRegistrationToken_PlaceThatCannotBeWritten_NamesOneThatCanBeforeTheStampIsAsked(string path)
    {
        using var azsreg = Play();
        var cmdlet = new GetAzsRegistrationToken { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"], BillingModel = "Custom", TokenOutputFilePath = path };

        var shell = CmdletRun.Of(cmdlet, azsreg);

        shell.Failure!.Code.ShouldBe("AZR1042");
        shell.Failure.Message.ShouldContain(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "RegistrationToken.txt"));
        Should.Throw<IOException>(() => azsreg.Heard); // It was not even started.
    }

    [Fact]
    public void RegisterAzsEnvironment_ManyLinesFromThePipeline_AreOneToken()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """{"registrationName":"AzureStack-c-1","registrationId":"/r","cloudId":"c-1","date":"2026-11-22T18:00:00.0000000+00:00","changed":true}"""));
        var cmdlet = new RegisterAzsEnvironment { Shell = new FakeShell(), Program = azsreg.Location };
        foreach (var line in new[] { "dG9r", "ZW4=", "" })
        {
            cmdlet.RegistrationToken = [line];
            CmdletRun.Call(cmdlet, "ProcessRecord");
        }

        CmdletRun.Call(cmdlet, "EndProcessing");

        ShouldBeRequest(azsreg.Heard[1], "offline register", """ "token-file":"-","yes":true """, input: "dG9r\nZW4=\n");
        var shell = (FakeShell)cmdlet.Shell;
        var registered = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRegisteredEnvironment>();
        (registered.RegistrationName, registered.ResourceId, registered.CloudId, registered.Date).ShouldBe(("AzureStack-c-1", "/r", "c-1", new DateTime(2026, 11, 22, 18, 0, 0, DateTimeKind.Utc)));
        shell.Host[0].ShouldStartWith("Registered as AzureStack-c-1 (/r), cloud id c-1, on ");
    }

    [Theory]
    [InlineData("name", null, null, """ "registration-name":"name","yes":true """, null)]
    [InlineData(null, "c-1", null, """ "cloud-id":"c-1","yes":true """, null)]
    [InlineData(null, null, "dG9rZW4=", """ "token-file":"-","yes":true """, "dG9rZW4=")]
    public void UnregisterAzsEnvironment_EachWayOfNaming_IsPassedOn(string? name, string? cloudId, string? token, string options, string? input)
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """{"registrationName":"AzureStack-c-1","changed":true}"""));
        var cmdlet = new UnregisterAzsEnvironment { RegistrationName = name, CloudId = cloudId, RegistrationToken = token is null ? null : [token] };

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "offline unregister", options, input: input);
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRegisteredEnvironment>();
    }

    [Fact]
    public void GetAzsActivationKey_Name_ReturnsTheKey()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """{"activationKey":"e30.e30.sig"}"""));

        var shell = CmdletRun.Of(new GetAzsActivationKey { RegistrationName = "name", ResourceGroupName = "group" }, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "offline key", """ "registration-name":"name","resource-group":"group","out":"-" """);
        shell.Output.ShouldBe(["e30.e30.sig"]);
    }

    [Fact]
    public void NewAzsActivationResource_Key_IsPassedAsInput()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, """{"stamp":"AzS-ERCS01","cloudId":"c-1","activationState":"Active","changed":true}"""));
        var cmdlet = new NewAzsActivationResource { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"], ActivationKey = ["e30.e30.sig"] };

        var shell = CmdletRun.Of(cmdlet, azsreg);

        ShouldBeRequest(azsreg.Heard[0], "offline activate", $""" {Stamp},"key-file":"-","yes":true """, Secret, input: "e30.e30.sig");
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsActivation>().ActivationState.ShouldBe("Active");
    }

    [Fact]
    public void RemoveAzsActivationResource_Stamp_AsksNoAzure()
    {
        using var azsreg = Play(FakeAzsreg.Answers(1, """{"stamp":"AzS-ERCS01","cloudId":"c-1","changed":true}"""));

        var shell = CmdletRun.Of(new RemoveAzsActivationResource { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"] }, azsreg);

        ShouldBeRequest(azsreg.Heard.ShouldHaveSingleItem(), "offline deactivate", $""" {Stamp},"yes":true """, Secret);
        shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsActivation>();
    }

    [Theory]
    [InlineData("C-1", "AzureStack-mine", 0)]
    [InlineData("c-2", "AzureStack-c-1", 1)]
    public void GetAzsRegistrationName_Stamp_IsFoundByItsCloudId(string registered, string expected, int warnings)
    {
        using var azsreg = Play(
            FakeAzsreg.SignedIn(),
            FakeAzsreg.Answers(2, """{"information":{"CloudID":"c-1"}}"""),
            FakeAzsreg.Answers(3, $$"""[{"name":"AzureStack-mine","cloudId":"{{registered}}"}]"""));

        var shell = CmdletRun.Of(new GetAzsRegistrationName { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = ["AzS-ERCS01"] }, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "stamp info", Stamp, Secret);
        ShouldBeRequest(azsreg.Heard[2], "registration list", "");
        shell.Output.ShouldBe([expected]);
        shell.Warnings.Count.ShouldBe(warnings);
    }

    [Fact]
    public void GetAzsRegistration_Stamp_ReturnsBothSides()
    {
        using var azsreg = Play(FakeAzsreg.SignedIn(), FakeAzsreg.Answers(2, """
            {"stamp":"AzS-ERCS01","state":"Differs","azure":{"wasRead":true,"environment":"Local","registrationId":"/x/AzureStack-c-1","billingModel":"PayAsYouUse"},"stampSide":{"wasRead":false},"differences":["They differ."],"notes":[]}
            """.Trim()));

        var shell = CmdletRun.Of(new GetAzsRegistration { Stamp = "AzS-ERCS01" }, azsreg);

        ShouldBeRequest(azsreg.Heard[1], "status", """ "stamp":"AzS-ERCS01" """);
        var status = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsRegistrationStatus>();
        (status.State, status.RegistrationName, status.AzureWasRead, status.StampWasRead).ShouldBe(("Differs", "AzureStack-c-1", true, false));
        status.Differences.ShouldBe(["They differ."]);
    }

    [Fact]
    public void TestAzsRegistration_SomethingFails_StillReturnsEveryCheck()
    {
        using var azsreg = Play(
        [
            "<",
            """{"type":"result","id":1,"value":{"rows":[{"name":"sign-in","state":"Failed","seen":"nobody","fix":"azsreg login","code":"AZR3001"},{"name":"clock","state":"Ok","seen":"0.1 s"}]}}""",
            """{"type":"end","id":1,"exitCode":3}""",
        ]);

        var shell = CmdletRun.Of(new TestAzsRegistration { PrivilegedEndpoint = ["AzS-ERCS01"], CloudAdminCredential = CmdletRun.Credential }, azsreg);

        ShouldBeRequest(azsreg.Heard.ShouldHaveSingleItem(), "check", Stamp, Secret);
        shell.Failure.ShouldBeNull();
        shell.Output.Cast<AzsRegistrationCheck>().Select(check => (check.Name, check.State, check.Code)).ShouldBe([("sign-in", "Failed", "AZR3001"), ("clock", "Ok", null)]);
    }

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
