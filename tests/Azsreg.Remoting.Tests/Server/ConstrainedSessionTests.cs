using Azsreg.Remoting.Client;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Server;

public sealed class ConstrainedSessionTests : IAsyncLifetime
{
    private PepHost host = null!;
    private RemoteSession session = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PepHost.StartAsync();
        session = await host.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Invoke_Script_IsScriptsNotAllowed()
    {
        var error = await FailureAsync(new RemoteCommand("New-Thing -A 1; $x") { IsScript = true });

        error.FullyQualifiedErrorId.ShouldBe("ScriptsNotAllowed");
        error.Message.ShouldBe("The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.");
        error.Category.ShouldBe(RemoteErrorCategory.ParserError);
        error.ExceptionType.ShouldBe("System.Management.Automation.ParseException");
    }

    [Fact]
    public async Task Invoke_UnknownCommand_IsCommandNotFound()
    {
        var error = await FailureAsync(new RemoteCommand("Get-Process"));

        error.FullyQualifiedErrorId.ShouldBe("CommandNotFoundException");
        error.TargetName.ShouldBe("Get-Process");
        error.Category.ShouldBe(RemoteErrorCategory.ObjectNotFound);
        error.Message.ShouldStartWith("The term 'Get-Process' is not recognized");
    }

    [Fact]
    public async Task Invoke_UnknownCommandLaterInThePipeline_RunsNothing()
    {
        var result = await session.InvokeAsync([new RemoteCommand("Add-Count"), new RemoteCommand("Get-Process")], null, null);

        result.HadTerminatingError.ShouldBeTrue();
        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task Get_ParameterWithoutArgumentAndDefault_IsTheTypesOwn()
    {
        var thing = (await session.InvokeAsync(new RemoteCommand("New-Thing"))).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();

        thing["A"].ShouldBe(0);
        thing["B"].ShouldBeNull();
    }

    [Fact]
    public async Task GetCommand_WithoutName_ListsWhatIsVisibleAndNothingElse()
    {
        var result = await session.InvokeAsync(new RemoteCommand("Get-Command"));

        result.Output.Cast<RemoteObject>().Select(command => command["Name"]).ShouldBe(
        [
            "Add-Count", "Clear-Host", "Echo-Input", "Exit-PSSession", "Get-Command", "Get-FormatData", "Get-Help", "Invoke-Bug", "Measure-Object",
            "New-Thing", "Out-Default", "Select-Object", "Set-Choice", "Show-Secret", "Stop-Badly", "Wait-Forever", "Write-Much", "Write-Streams",
        ]);
        var thing = result.Output.Cast<RemoteObject>().First(command => command["Name"] is "New-Thing");
        thing["CommandType"].ShouldBe("Function");
        RemoteObject.Unwrap(thing["Parameters"]).ShouldBeAssignableTo<System.Collections.IDictionary>()!.Contains("Table").ShouldBeTrue();
    }

    [Fact]
    public async Task GetCommand_Syntax_IsOneLine()
    {
        var result = await session.InvokeAsync(new RemoteCommand("Get-Command").With("Name", "New-Thing").With("Syntax", true));

        result.Output.ShouldHaveSingleItem().ShouldBe(
            "\nNew-Thing [[-A] <int>] [[-B] <string>] [-Table <hashtable>] [-List <string[]>] [-Force] [<CommonParameters>]\n");
    }

    [Fact]
    public async Task GetCommand_UnknownName_IsAnError()
    {
        var result = await session.InvokeAsync(new RemoteCommand("Get-Command").With("Name", "Get-Nothing"));

        result.HadTerminatingError.ShouldBeFalse();
        result.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand");
    }

    [Fact]
    public async Task GetHelp_Command_TellsItsDescription()
    {
        var result = await session.InvokeAsync(new RemoteCommand("Get-Help").With("New-Thing"));

        result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>()["Synopsis"].ShouldBe("Makes a thing.");
    }

    [Fact]
    public async Task MeasureObject_Input_CountsIt()
    {
        var result = await session.InvokeAsync(
            [new RemoteCommand("Echo-Input"), new RemoteCommand("Measure-Object").With("Sum", true)], null, [1, 2, 4]);

        var measure = result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        measure["Count"].ShouldBe(3);
        measure["Sum"].ShouldBe(7.0);
    }

    [Fact]
    public async Task SelectObject_FirstAndSkip_TakesThose()
    {
        var result = await session.InvokeAsync(
            [new RemoteCommand("Echo-Input"), new RemoteCommand("Select-Object").With("Skip", 1).With("First", 2)], null, [1, 2, 3, 4]);

        result.Output.ShouldBe([2, 3]);
    }

    [Fact]
    public async Task OutDefault_WithoutHost_PassesObjectsOn()
    {
        var result = await session.InvokeAsync([new RemoteCommand("Echo-Input"), new RemoteCommand("Out-Default")], null, ["x"]);

        result.Output.ShouldBe(["x"]);
    }

    [Fact]
    public async Task Invoke_Commands_AreTranscribed()
    {
        await session.InvokeAsync(new RemoteCommand("New-Thing").With("A", 1).With("Force", true));

        var entries = host.Transcript.Entries.ToList();
        entries.Select(entry => entry.Kind).ShouldBe([TranscriptKind.SessionOpened, TranscriptKind.Command, TranscriptKind.Output, TranscriptKind.CommandEnded]);
        entries[1].Text.ShouldBe("New-Thing -A 1 -Force");
        entries[1].Identity.UserName.ShouldBe(PepHost.User);
    }

    private async Task<RemoteError> FailureAsync(RemoteCommand command)
    {
        var result = await session.InvokeAsync(command);
        result.HadTerminatingError.ShouldBeTrue();
        return result.Errors.ShouldHaveSingleItem();
    }
}
