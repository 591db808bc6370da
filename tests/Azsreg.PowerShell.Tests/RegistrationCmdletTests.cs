using System.Text.Json;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary>Each other cmdlet of a registration: what it asks for, and what it makes of the answer.</summary>
[Collection("one context a process")]
public sealed class RegistrationCmdletTests : CmdletPlay
{
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
}
