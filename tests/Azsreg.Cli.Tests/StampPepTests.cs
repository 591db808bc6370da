using System.Net.Sockets;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Cli.Tests;

/// <summary><c>stamp pep --stdio</c> against a socket that plays the stamp.</summary>
public sealed class StampPepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStream _output = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    private string Written => Encoding.UTF8.GetString(_output.ToArray());

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task Pep_StampNotRunning_SaysItToBothSidesAndKeepsOutputToTheFraming(string format)
    {
        DataFolder.Open(_folder.Path).Stamp("AzS-ERCS01").ShouldNotBeNull();

        var run = await RunAsync("stamp", "pep", "AzS-ERCS01", "--stdio", "--output", format);

        run.ExitCode.ShouldBe(6);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain("AZR4019");
        Written.ShouldStartWith("__NamedPipeError__:AZR4019 the stamp is not running");
        Written.Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public async Task Pep_UnknownStamp_NamesThoseThereAre()
    {
        DataFolder.Open(_folder.Path).Stamp("AzS-ERCS01").ShouldNotBeNull();

        var run = await RunAsync("stamp", "pep", "Nope", "--stdio");

        run.ExitCode.ShouldBe(6);
        run.Error.ReplaceLineEndings(" ").ShouldContain("There is no stamp Nope");
        run.Error.ShouldContain("AzS-ERCS01");
        Directory.Exists(Path.Combine(_folder.Path, "stamps", "Nope")).ShouldBeFalse();
    }

    [Fact]
    public async Task Pep_SeveralStampsAndNoName_AsksForOne()
    {
        var data = DataFolder.Open(_folder.Path);
        data.Stamp("One").ShouldNotBeNull();
        data.Stamp("Two").ShouldNotBeNull();

        var run = await RunAsync("stamp", "pep", "--stdio");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("azsreg stamp pep One --stdio");
    }

    [Fact]
    public async Task Pep_WithoutStdio_IsAUsageError()
    {
        var run = await RunAsync("stamp", "pep", "AzS-ERCS01");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--stdio");
        _output.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Pep_RunningStamp_PassesBothWaysAndSaysWhoComes()
    {
        using var stamp = Listen();
        var serving = ServeAsync(stamp, "bytes for the client");

        var run = await RunAsync(
            new CliSetting
            {
                InputBytes = new MemoryStream("bytes of the client"u8.ToArray()),
                OutputBytes = _output,
                Environment = new Dictionary<string, string> { ["SSH_CONNECTION"] = "192.0.2.7 50022 192.0.2.1 22", ["SUDO_USER"] = "bob" },
            },
            "stamp", "pep", "--stdio", "--as", "alice");

        run.ExitCode.ShouldBe(0, run.Error);
        (await serving).ShouldBe("""{"Login":"alice","From":"192.0.2.7"}""" + "\nbytes of the client");
        Written.ShouldBe("bytes for the client");
        run.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bob", "bob")]
    [InlineData("", null)]
    public async Task Pep_NoLoginGiven_IsThatOfSudoOrOfTheProcess(string sudo, string? login)
    {
        using var stamp = Listen();
        var serving = ServeAsync(stamp, "");

        await RunAsync(
            new CliSetting { OutputBytes = _output, Environment = new Dictionary<string, string> { ["SUDO_USER"] = sudo, ["SSH_CONNECTION"] = "UNKNOWN 65535 UNKNOWN 65535" } },
            "stamp", "pep", "--stdio");

        (await serving).ShouldStartWith($$"""{"Login":"{{login ?? Environment.UserName}}","From":null}""");
    }

    [Fact]
    public async Task Pep_StampEndsFirst_IsAFailure()
    {
        using var stamp = Listen();
        var serving = Task.Run(async () =>
        {
            using var socket = await stamp.AcceptAsync();
            await socket.ReceiveAsync(new byte[4096]);
        });

        var run = await RunAsync(new CliSetting { InputBytes = new NeverRead(), OutputBytes = _output }, "stamp", "pep", "--stdio");

        await serving;
        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("ended the session");
    }

    [Fact]
    public async Task Pep_Interrupted_EndsWithoutAWord()
    {
        using var stamp = Listen();
        using var interrupt = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            using var socket = await stamp.AcceptAsync();
            await interrupt.CancelAsync();
            await socket.ReceiveAsync(new byte[4096]);
        });

        var run = await RunAsync(new CliSetting { InputBytes = new NeverRead(), OutputBytes = _output, Interrupt = interrupt.Token }, "stamp", "pep", "--stdio");

        run.ExitCode.ShouldBe(130);
        _output.Length.ShouldBe(0);
        await serving;
    }

    private Task<CliRun> RunAsync(params string[] arguments) => RunAsync(new CliSetting { OutputBytes = _output }, arguments);

    private Task<CliRun> RunAsync(CliSetting setting, params string[] arguments) => setting.RunAsync([.. arguments, "--data", _folder.Path]);

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(LocalSocket.EndPointOf(DataFolder.Open(_folder.Path), "AzS-ERCS01"));
        socket.Listen();
        return socket;
    }

    /// <summary>Says one thing, then reads until the client hangs up.</summary>
    private static async Task<string> ServeAsync(Socket listener, string said)
    {
        using var socket = await listener.AcceptAsync();
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(said));
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    private sealed class NeverRead : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
