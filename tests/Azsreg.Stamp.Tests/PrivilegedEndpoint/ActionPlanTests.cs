using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class ActionPlanTests
{
    [Fact]
    public async Task Invoke_WhileAnotherActionRuns_IsToldWhichOne()
    {
        await using var stamp = await TestStamp.StartAsync();
        stamp.Azure.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = stamp.InvokeAsync(TestStamp.BridgeCommand());
        await stamp.Azure.Held.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var error = (await stamp.ActivateAsync(stamp.MakeKey())).Errors.ShouldHaveSingleItem();
        var status = await StatusAsync(stamp, "New-AzureBridgeServicePrincipal");

        error.FullyQualifiedErrorId.ShouldBe("ActionInProgress,New-AzureStackActivation");
        error.Message.ShouldBe($"Cannot invoke action plan because another action is in progress: {status.GetString("ActionId")}");
        (status.GetString("Status"), status.GetString("Step")).ShouldBe(("Running", "Creating the service principal"));
        stamp.Azure.Hold.SetResult();
        stamp.Azure.Hold = null;
        (await first).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invoke_LongerThanItsTimeout_FailsButTheActionGoesOn()
    {
        await using var stamp = await TestStamp.StartAsync();
        stamp.Azure.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var result = await stamp.InvokeAsync(TestStamp.BridgeCommand().With("TimeoutInSeconds", 1));

        var error = result.Errors.ShouldHaveSingleItem();
        error.FullyQualifiedErrorId.ShouldBe("ActionTimedOut,New-AzureBridgeServicePrincipal");
        error.Message.ShouldStartWith("Action plan execution failed. Error: Execution timeout");
        (await StatusAsync(stamp, "New-AzureBridgeServicePrincipal")).GetString("Status").ShouldBe("Running");
        stamp.Azure.Hold.SetResult();
        stamp.Azure.Hold = null;
        (await EndedAsync(stamp)).GetString("Status").ShouldBe("Completed");
    }

    [Fact]
    public async Task Start_AfterAnActionWasCutOff_TellsItFailedAndLetsTheNextOneRun()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.LeaveRunningActionAsync("New-AzureBridgeServicePrincipal");

        await stamp.StartAgainAsync();

        var status = await StatusAsync(stamp, "New-AzureBridgeServicePrincipal");
        (status.GetString("Status"), status.GetString("ErrorId")).ShouldBe(("Failed", "ActionInterrupted"));
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetActionStatus_NothingRan_Fails()
    {
        await using var stamp = await TestStamp.StartAsync();

        var error = (await stamp.InvokeAsync(new RemoteCommand("Get-ActionStatus").With("FunctionName", "New-AzureStackActivation"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("ActionNotFound,Get-ActionStatus");
    }

    [Fact]
    public async Task Stop_WhileAnActionRuns_EndsItAsInterrupted()
    {
        await using var stamp = await TestStamp.StartAsync();
        stamp.Azure.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await stamp.InvokeAsync(TestStamp.BridgeCommand().With("TimeoutInSeconds", 1));

        await stamp.StopAsync();
        stamp.Azure.Hold.SetResult();
        stamp.Azure.Hold = null;
        await stamp.StartAgainAsync();

        (await StatusAsync(stamp, "New-AzureBridgeServicePrincipal")).GetString("ErrorId").ShouldBe("ActionInterrupted");
    }

    private static async Task<RemoteObject> StatusAsync(TestStamp stamp, string function) =>
        (await stamp.InvokeAsync(new RemoteCommand("Get-ActionStatus").With("FunctionName", function))).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();

    private static async Task<RemoteObject> EndedAsync(TestStamp stamp)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var status = await StatusAsync(stamp, "New-AzureBridgeServicePrincipal");
            if (status.GetString("Status") != "Running")
                return status;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
