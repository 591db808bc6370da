using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>What a connected registration takes back, and how it goes on after an interruption.</summary>
public sealed class RegistrationRecoveryTests : RegistrationRig
{
    [Fact]
    public async Task RunAsync_AzureRefusesTheToken_LeavesNothingHalfMade()
    {
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "InvalidRegistrationToken", "The registration token is malformed.") : null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2107");
        failure.Detail.ShouldContain("Taken back: bridge service principal b1b1b1b1-0000-4000-8000-000000000001, resource group azurestack.");
        Azure.Groups.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Azure.Registrations.ShouldBeEmpty();
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRefusesTheKey_LeavesNothingHalfMade()
    {
        Stamp.Fail = (command, _) => command.Name == "New-AzureStackActivation"
            ? new RemoteError("AZR5002 the activation key was altered: its signature does not fit its content.", "ActivationKeyAltered,New-AzureStackActivation")
            : null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR5002");
        Stamp.Called("New-AzureStackActivation").Count.ShouldBe(1);
        Azure.Registrations.ShouldBeEmpty();
        Azure.Locks.ShouldBeEmpty();
        Azure.Roles.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Azure.Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_ChangeIsRefused_SetsTheLockAgainAndKeepsTheBridge()
    {
        await SetAsync(PayAsYouUse);
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "InvalidRegistrationToken", "The registration token is malformed.") : null;

        await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development }));

        Azure.Locks.Keys.ShouldBe([LockId]);
        Azure.Principals.Count.ShouldBe(1);
        Azure.Registrations[DefaultId].Token.BillingModel.ShouldBe("PayAsYouUse");
    }

    [Fact]
    public async Task RunAsync_UndoIsNotAllowed_TellsTheFirstErrorAndWhatIsLeft()
    {
        Azure.Refuse = (method, path) => (method, path) switch
        {
            ("PUT", _) when path == DefaultId => (400, "InvalidRegistrationToken", "The registration token is malformed."),
            ("DELETE", _) when path.StartsWith("/graph/", StringComparison.Ordinal) => (403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
            _ => null,
        };

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2107");
        failure.Detail.ShouldContain("Could not be taken back: bridge service principal");
        Events.ShouldContain(one => one.Kind == WorkflowEventKind.LeftBehind && one.Step == "bridge");
    }

    [Fact]
    public async Task RunAsync_AnotherActionRuns_AttachesToItAndGoesOn()
    {
        Stamp.Fail = (command, count) => command.Name == "New-AzureBridgeServicePrincipal" && count == 1
            ? new RemoteError("Cannot invoke action plan because another action is in progress: 7c1", "ActionInProgress,New-AzureBridgeServicePrincipal")
            : null;

        await SetAsync(PayAsYouUse);

        Stamp.Called("New-AzureBridgeServicePrincipal", "Get-ActionStatus").ShouldBe(
            ["New-AzureBridgeServicePrincipal", "Get-ActionStatus", "Get-ActionStatus", "New-AzureBridgeServicePrincipal"]);
        Events.ShouldContain(one => one.Kind == WorkflowEventKind.Progressed && one.Detail == "another action is running on the stamp");
    }

    [Fact]
    public async Task RunAsync_StampRestartsInBetween_OpensAnotherSessionAndLosesNothing()
    {
        Stamp.Lose = (command, count) => command.Name == "New-RegistrationToken" && count == 1 ? new RemotingUnreachableException("gone") : null;

        await SetAsync(PayAsYouUse);

        Stamp.Sessions.ShouldBe(2);
        Stamp.Called("New-AzureBridgeServicePrincipal").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("New-AzureBridgeServicePrincipal")]
    [InlineData("Set-RegistrationKeyPair")]
    [InlineData("New-RegistrationToken")]
    [InlineData("New-AzureStackActivation")]
    public async Task RunAsync_InterruptedAtACommand_TheNextRunFinishesAndMakesNothingTwice(string command)
    {
        using var stop = new CancellationTokenSource();
        Stamp.Lose = (asked, count) =>
        {
            if (asked.Name != command || count > 1) return null;
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => SetAsync(PayAsYouUse, cancellation: stop.Token));
        UnfinishedJournals().Count.ShouldBe(1);

        var outcome = await SetAsync(PayAsYouUse);

        outcome.Report.ResumedFrom.ShouldNotBeNull();
        outcome.Summary.StampReading.ActivationState.ShouldBe("Active");
        Azure.Principals.Count.ShouldBe(1);
        Azure.Roles.Count.ShouldBe(1);
        Azure.Writes.Count(write => write == $"PUT {DefaultId}").ShouldBe(1);
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_InterruptedBetweenChangeAndActivation_ActivatesInTheNextRunThoughTheStampLooksActive()
    {
        await SetAsync(PayAsYouUse);
        using var stop = new CancellationTokenSource();
        Stamp.Lose = (asked, count) =>
        {
            if (asked.Name != "New-AzureStackActivation" || count != 2) return null;
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        };
        // Development differs from PayAsYouUse in nothing the activation tells.
        await Should.ThrowAsync<OperationCanceledException>(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development }, cancellation: stop.Token));

        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development });

        Azure.Activation!.BillingModel.ShouldBe("Development");
        Azure.Locks.Keys.ShouldBe([LockId]);
    }

    [Fact]
    public async Task RunAsync_BridgeGoneFromTheDirectory_MakesAnotherAndPutsTheRegistrationAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Principals.Clear();

        await SetAsync(PayAsYouUse);

        Azure.Principals.Count.ShouldBe(1);
        Azure.Registrations[DefaultId].Token.ObjectId.ShouldBe(Azure.Principals.Keys.Single());
        Azure.Roles.Values.ShouldContain(Azure.Principals.Keys.Single());
    }
}
