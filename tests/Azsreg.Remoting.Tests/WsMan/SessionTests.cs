using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class SessionTests : IAsyncLifetime
{
    private PepHost host = null!;

    public async ValueTask InitializeAsync() => host = await PepHost.StartAsync();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task OpenAsync_RightPassword_OpensASessionOfProtocol24()
    {
        await using var session = await host.OpenAsync();

        session.ProtocolVersion.ShouldBe(new Version(2, 4));
        host.Server.SessionCount.ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_CommandWithParameters_ReturnsItsObject()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("New-Thing")
            .With("A", 42).With("B", "é <x>").With("Force", true).With("List", new[] { "one", "two" })
            .With("Table", new Dictionary<string, object?> { ["k"] = 1 }));

        var thing = result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        thing.Is("Thing").ShouldBeTrue();
        thing["a"].ShouldBe(42);
        thing["B"].ShouldBe("é <x>");
        thing["Force"].ShouldBe(true);
        RemoteObject.Unwrap(thing["List"]).ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldBe(["one", "two"]);
        result.HadTerminatingError.ShouldBeFalse();
        result.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_AllStreams_ReturnsEachAndTellsProgress()
    {
        await using var session = await host.OpenAsync();
        var progress = new List<RemoteProgress>();

        var result = await session.InvokeAsync(
            new RemoteCommand("Write-Streams").With("Verbose", true).With("Debug", true), new RemoteStreams { Progress = progress.Add });

        result.Output.ShouldBe(["first", "last"]);
        result.Warnings.ShouldBe(["a warning"]);
        result.Verbose.ShouldBe(["a detail"]);
        result.Debug.ShouldBe(["a trace"]);
        result.Information.ShouldHaveSingleItem().Tags.ShouldBe(["PSHOST"]);
        progress.ShouldHaveSingleItem().PercentComplete.ShouldBe(50);
        var error = result.Errors.ShouldHaveSingleItem();
        error.FullyQualifiedErrorId.ShouldBe("NotSoGood,Write-Streams");
        error.Category.ShouldBe(RemoteErrorCategory.ObjectNotFound);
        result.HadTerminatingError.ShouldBeFalse();
    }

    [Fact]
    public async Task InvokeAsync_CommandFails_ReturnsTheTerminatingErrorLast()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("Stop-Badly"));

        result.HadTerminatingError.ShouldBeTrue();
        var error = result.Errors.ShouldHaveSingleItem();
        error.Message.ShouldBe("it is over");
        error.FullyQualifiedErrorId.ShouldBe("ItIsOver,Stop-Badly");
        error.RecommendedAction.ShouldBe("try another day");
    }

    [Fact]
    public async Task InvokeAsync_CommandBreaks_HidesTheException()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("Invoke-Bug"));

        result.HadTerminatingError.ShouldBeTrue();
        result.Errors.ShouldHaveSingleItem().Message.ShouldNotContain("internal detail");
    }

    [Fact]
    public async Task InvokeAsync_ErrorActionStop_MakesTheErrorTerminating()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("Write-Streams").With("ErrorAction", "Stop"));

        result.HadTerminatingError.ShouldBeTrue();
        result.Output.ShouldBe(["first"]);
    }

    [Fact]
    public async Task InvokeAsync_SecretAt24_ArrivesAndIsNotTranscribed()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("Show-Secret")
            .With("Secret", new SecureText("hush-hush"))
            .With("Credential", new RemoteCredential("usr", new SecureText("pass-word")))
            .With("Token", "tok-en"));

        result.Output[0].ShouldBe(9);
        result.Output[1].ShouldBe("usr");
        result.Output[2].ShouldBe(new SecureText("from the server"));
        host.Transcript.Text.ShouldContain("Show-Secret -Secret *** -Credential usr:*** -Token ***");
        host.Transcript.Text.ShouldNotContain("hush");
        host.Transcript.Text.ShouldNotContain("pass-word");
        host.Transcript.Text.ShouldNotContain("tok-en");
    }

    [Fact]
    public async Task InvokeAsync_LargeObjects_ArriveWhole()
    {
        await using var session = await host.OpenAsync();
        var large = new string('y', 1_500_000);

        var result = await session.InvokeAsync([new RemoteCommand("Echo-Input")], null, [large, 7]);

        result.Output.ShouldBe([large, 7]);
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_StopsTheCommandAndKeepsTheSession()
    {
        await using var session = await host.OpenAsync();
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => session.InvokeAsync(
            new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => cancel.Cancel() }, cancel.Token));

        var after = await session.InvokeAsync(new RemoteCommand("Add-Count"));
        after.Output.ShouldBe([1]);
    }

    [Fact]
    public async Task InvokeAsync_SessionState_LivesAsLongAsTheSession()
    {
        await using var first = await host.OpenAsync();
        await using var second = await host.OpenAsync();

        await first.InvokeAsync(new RemoteCommand("Add-Count"));

        (await first.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([2]);
        (await second.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task InvokeAsync_QuietCommand_OutlastsTheOperationTimeout()
    {
        using var wire = new RecordingHandler(host.Handler);
        await using var session = await RemotingClient.OpenAsync(host.Connection with { OperationTimeout = TimeSpan.FromMilliseconds(50) }, wire);
        using var cancel = new CancellationTokenSource();
        var asked = 0;
        // Each Receive but the first, which brings the command's output, follows one that the time-out ended.
        wire.Fault = body =>
        {
            if (body.Contains("<rsp:DesiredStream CommandId", StringComparison.Ordinal) && ++asked == 5)
                cancel.Cancel();
            return null;
        };

        await Should.ThrowAsync<OperationCanceledException>(() => session.InvokeAsync(new RemoteCommand("Wait-Forever"), cancel.Token));

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task InvokeAsync_PipelineOfCommands_PassesObjectsOn()
    {
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(
            [new RemoteCommand("New-Thing").With(1).With("b"), new RemoteCommand("Select-Object").With("Property", new[] { "B" })], null, null);

        var selected = result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        selected.PropertyNames.ShouldBe(["B"]);
        selected.Is("Selected.Thing").ShouldBeTrue();
    }

    [Fact]
    public async Task DisposeAsync_OpenSession_EndsItAtTheServer()
    {
        var session = await host.OpenAsync();

        await session.DisposeAsync();

        host.Server.SessionCount.ShouldBe(0);
    }
}
