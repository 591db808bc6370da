using System.Text.Json;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

/// <summary><c>azsreg pep</c> against an endpoint over a real socket.</summary>
public sealed class PepVerbTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PepHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PepHost.StartAsync(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Invoke_Json_HasEveryStream()
    {
        var run = await RunAsync("", "pep", "invoke", "Lab", "Write-Streams", "--switch", "Verbose", "--output", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        var json = JsonDocument.Parse(run.LastLine).RootElement;
        json.GetProperty("output")[0].GetProperty("B").GetString().ShouldBe("x");
        json.GetProperty("warnings")[0].GetString().ShouldBe("a warning");
        json.GetProperty("verbose")[0].GetString().ShouldBe("a detail");
        json.GetProperty("information")[0].GetProperty("message").GetString().ShouldBe("a note");
        json.GetProperty("failed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Invoke_Table_HasObjectsOnOutputAndTheRestBeside()
    {
        var run = await RunAsync("", "pep", "invoke", "Lab", "Write-Streams");

        run.Out.ShouldBe("A  B\n1  x\n");
        run.Error.ShouldBe("WARNING: a warning\na note\n");
    }

    [Fact]
    public async Task Invoke_Secrets_ComeFromStandardInputInOrder()
    {
        var run = await RunAsync(
            "one\ntwo\nthree\n", "pep", "invoke", "Lab", "Set-Secret", "--secret", "Text", "--secure-string", "Secure", "--credential", @"Credential=FS\op",
            "--param", "List=a", "--param", "List=b=c", "--switch", "Force=false");

        run.ExitCode.ShouldBe(0, run.Error);
        _host.Told.ShouldBe("one/two/three");
        run.Out.ShouldBe("a b=c\n");
    }

    [Fact]
    public async Task Invoke_CommandThatIsRefused_TellsItAndFails()
    {
        var run = await RunAsync("", "pep", "invoke", "Lab", "Get-Nothing", "--output", "json");

        run.ExitCode.ShouldBe(1);
        JsonDocument.Parse(run.LastLine).RootElement.GetProperty("errors")[0].GetProperty("fullyQualifiedErrorId").GetString().ShouldBe("CommandNotFoundException");
    }

    [Theory]
    [InlineData("--param", "Nonsense")]
    [InlineData("--switch", "Force=maybe")]
    [InlineData("--credential", "=x")]
    public async Task Invoke_OptionThatMakesNoSense_IsUsage(string option, string value) =>
        (await RunAsync("x\n", "pep", "invoke", "Lab", "Set-Secret", option, value)).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Connect_Script_RunsLinesToTheFirstThatFails()
    {
        var run = await RunAsync("# a comment\n\nSet-Secret -List a,b\nGet-Nothing\nSet-Secret -List never\n", "pep", "connect", "Lab");

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBe("a b\n");
        run.Error.ShouldContain("CommandNotFoundException");
    }

    [Fact]
    public async Task Connect_ScriptThatSucceeds_IsALineOfJsonACommand()
    {
        var run = await RunAsync("Set-Secret -List a\nWrite-Streams | Measure-Object\n", "pep", "connect", "Lab", "--output", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("command").GetString()).ShouldBe(["Set-Secret", "Write-Streams | Measure-Object"]);
    }

    [Fact]
    public async Task Connect_LineThatNeedsALanguage_IsUsageAndRunsNothing()
    {
        var run = await RunAsync("$x = 1\nSet-Secret\n", "pep", "connect", "Lab");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR4022");
        _host.Told.ShouldBeNull();
    }

    [Fact]
    public async Task Connect_WrongPassword_IsSignIn() =>
        (await new CliSetting { Input = "wrong\n" }.RunAsync("pep", "connect", "Lab", "--cloud-admin-password-stdin", "--data", _folder.Path)).ExitCode.ShouldBe(3);

    [Fact]
    public async Task Connect_CtrlCWhileACommandRuns_StopsItAndKeepsTheSession()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new SignalWriter("it has begun");
        var keys = new Queue<char>("Wait-Forever\rSet-Secret -List still,here\rexit\r");
        var io = new CommandIo
        {
            In = TextReader.Null,
            Out = output,
            Error = error,
            IsInteractive = true,
            ReadHiddenLine = () => new Protocol.Secret(PepHost.Password),
            ReadKey = () => keys.Dequeue() is var key && key == '\r' ? new ConsoleKeyInfo(key, ConsoleKey.Enter, false, false, false) : new ConsoleKeyInfo(key, ConsoleKey.None, false, false, false),
        };
        var run = new CliApplication(io, _ => null, TimeProvider.System, RootVerbs.Groups).RunAsync(["pep", "connect", "Lab", "--data", _folder.Path], CancellationToken.None);
        await error.Seen.WaitAsync(TimeSpan.FromMinutes(2));

        io.Interruption.TryHandle().ShouldBeTrue();

        (await run.WaitAsync(TimeSpan.FromMinutes(2))).ShouldBe(0);
        await _host.Stopped.Task.WaitAsync(TimeSpan.FromMinutes(2));
        error.ToString().ShouldContain("Stopped.");
        output.ToString().ShouldContain("still here\n");
        io.Interruption.TryHandle().ShouldBeFalse();
    }

    private Task<CliRun> RunAsync(string input, params string[] arguments) =>
        new CliSetting { Input = PepHost.Password + "\n" + input }.RunAsync([.. arguments, "--cloud-admin-password-stdin", "--data", _folder.Path]);

    /// <summary>Tells when a text was written.</summary>
    private sealed class SignalWriter(string wanted) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(wanted, StringComparison.Ordinal) == true) _seen.TrySetResult();
        }
    }
}
