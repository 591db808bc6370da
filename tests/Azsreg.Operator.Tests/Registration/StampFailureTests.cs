using Azsreg.Operator.Registration;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Registration;

public sealed class StampFailureTests
{
    [Theory]
    [InlineData("AZR5004 the activation key is for another stamp: it is for cloud id 91d; this stamp's is 5b0.", "ActivationKeyForeign,New-AzureStackActivation", "AZR5004")]
    [InlineData("A parameter cannot be found that matches parameter name 'MsAssetTag'.", "NamedParameterNotFound,New-RegistrationToken", "AZR4003")]
    [InlineData("The term 'Set-RegistrationKeyPair' is not recognized.", "CommandNotFoundException", "AZR4003")]
    [InlineData("Cannot invoke action plan because another action is in progress: 1c2", "RuntimeException", "AZR4004")]
    [InlineData("Cannot connect to node02 to get hardware info - please check physical host and connectivity then try to rerun registration.", "RuntimeException", "AZR4008")]
    [InlineData("Creation of service principal failed: something", "RuntimeException", "AZR4005")]
    public void Of_WhatTheStampReports_IsTheCataloguesEntry(string message, string id, string code)
    {
        StampFailure.Of("New-Thing", new RemoteError(message, id)).Entry.Code.ShouldBe(code);
    }

    [Fact]
    public void Of_OwnCode_KeepsOnlyTheCaseItself()
    {
        StampFailure.Of("New-Thing", new RemoteError("AZR5005 the activation key has expired: it ended at 2026-01-01.", "ActivationKeyExpired"))
            .Detail.ShouldBe("it ended at 2026-01-01.");
    }

    [Fact]
    public void IsActionRunning_TimeOutOfTheStampsOwn_IsAnActionThatStillRuns()
    {
        StampFailure.IsActionRunning(new RemoteError("Creation of service principal failed: Action plan execution failed. Error: Execution timeout", "RuntimeException"))
            .ShouldBeTrue();
    }
}
