using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Validation;

public sealed class TestAzureStackTests
{
    private static readonly RemoteCommand Command = new("Test-AzureStack");

    [Fact]
    public async Task TestAzureStack_NewStamp_IsTrueAndPrintsALineATest()
    {
        await using var stamp = await TestStamp.StartAsync();

        var result = await stamp.InvokeAsync(Command);

        result.Output.ShouldBe([true]);
        result.Information.Select(record => record.Message.Split(' ')[0]).ShouldBe(["PASS", "SKIP", "PASS", "WARN", "SKIP", "SKIP", "SKIP", "WARN", "8"]);
        result.Information[^1].Message.ShouldBe("8 tests: 2 PASS, 2 WARN, 4 SKIP");
        result.Information.ShouldAllBe(record => record.Tags.Contains("PSHOST"));
    }

    [Fact]
    public async Task TestAzureStack_HostUnreachable_IsFalseAndNamesTheHost()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { HostFaults = [new HostFault("AzS-Node02", HostFaultKind.Unreachable)] });

        var result = await stamp.InvokeAsync(Command.With("Include", "AzsRegistrationHosts"));

        result.Output.ShouldBe([false]);
        result.Information[0].Message.ShouldStartWith("FAIL  AzsRegistrationHosts            Cannot connect to AzS-Node02");
    }

    [Fact]
    public async Task TestAzureStack_Activated_AsksAzureForTheRegistration()
    {
        await using var stamp = await ActivatedStamp.StartAsync();

        var results = await DetailsAsync(stamp, Command);
        stamp.Azure.RegistrationAnswer = 404;
        var gone = await DetailsAsync(stamp, Command.With("Include", "AzsRegistrationAzure"));

        results["AzsRegistrationActivation"].ShouldBe(("PASS", "Active, PayAsYouUse."));
        results["AzsRegistrationBridgeIdentity"].Result.ShouldBe("PASS");
        results["AzsRegistrationActionPlans"].Message.ShouldBe("New-AzureStackActivation completed.");
        results["AzsRegistrationAlerts"].Result.ShouldBe("PASS");
        results["AzsRegistrationAzure"].Result.ShouldBe("PASS");
        gone["AzsRegistrationAzure"].Result.ShouldBe("FAIL");
        gone["AzsRegistrationAzure"].Message!.ShouldStartWith("Azure has no registration /subscriptions/");
    }

    [Fact]
    public async Task TestAzureStack_CertificateNearItsEnd_Warns()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        stamp.Clock.Advance(TimeSpan.FromDays(340));

        var results = await DetailsAsync(stamp, Command.With("Include", "*BridgeIdentity"));

        results["AzsRegistrationBridgeIdentity"].Result.ShouldBe("WARN");
    }

    [Fact]
    public async Task TestAzureStack_List_RunsNothingAndDescribesAll()
    {
        await using var stamp = await TestStamp.StartAsync();

        var result = await stamp.InvokeAsync(Command.With("List", true).With("Ignore", "AzsRegistrationA*"));

        result.Output.Cast<RemoteObject>().Select(test => test["Name"]).ShouldBe(
            ["AzsRegistrationHosts", "AzsRegistrationKeyPair", "AzsRegistrationTrustedKeys", "AzsRegistrationBridgeIdentity"]);
        result.Information.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Group", "UpdateReadiness", "ParameterArgumentValidationError,Test-AzureStack")]
    [InlineData("Include", "AzsNothing", "TestNotFound,Test-AzureStack")]
    [InlineData("TimeoutSeconds", "0", "TimeoutOutOfRange,Test-AzureStack")]
    public async Task TestAzureStack_WhatItDoesNotHave_IsRefused(string parameter, string value, string errorId)
    {
        await using var stamp = await TestStamp.StartAsync();

        (await stamp.InvokeAsync(Command.With(parameter, value))).Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe(errorId);
    }

    private static async Task<Dictionary<string, (string? Result, string? Message)>> DetailsAsync(TestStamp stamp, RemoteCommand command) =>
        (await stamp.InvokeAsync(command.With("DetailedResults", true))).Output.Cast<RemoteObject>()
            .ToDictionary(result => result.GetString("Name")!, result => (result.GetString("Result"), result.GetString("Message")));
}
