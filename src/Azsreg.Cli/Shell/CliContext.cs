using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Cli.Rendering;
using Azsreg.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Shell;

/// <summary>What a verb stands on. What costs time to open is opened when first asked for.</summary>
internal sealed class CliContext : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // The output is read by programs and people, not put into a page: an apostrophe stays one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    // Lines to a host are ASCII, so that no code page can spoil them.
    private static readonly JsonSerializerOptions HostJson = new(Json) { Encoder = JavaScriptEncoder.Default };

    /// <summary>The same JSON in lines, for files.</summary>
    public static JsonSerializerOptions IndentedJson { get; } = new(Json) { WriteIndented = true };

    private readonly string? _dataOption;
    private readonly Lazy<DataFolder> _data;
    private readonly Lazy<Settings> _settings;
    private readonly Lazy<LogFiles> _logFiles;
    private readonly Lazy<ILoggerFactory> _logs;
    private StepProgress? _progress;
    private bool _outputIsTaken;

    public CliContext(
        CommandIo io, Func<string, string?> environment, TimeProvider clock, string? data, OutputFormat output, bool verbose)
    {
        Io = io;
        Environment = environment;
        Clock = clock;
        Output = output;
        IsVerbose = verbose;
        Style = new Style(io.IsOutputTerminal && !io.NoColour);
        ErrorStyle = new Style(io.IsErrorTerminal && !io.NoColour);
        _dataOption = data;
        _data = new(() => DataFolder.Open(_dataOption, environment));
        _settings = new(() => Settings.Load(Data, environment));
        _logFiles = new(() => new LogFiles(Data, "azsreg", clock));
        _logs = new(CreateLogs);
    }

    public CommandIo Io { get; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; }

    public TimeProvider Clock { get; }

    public OutputFormat Output { get; }

    public bool IsJson => Output == OutputFormat.Json;

    public bool IsVerbose { get; }

    /// <summary>What a verb that did its work ends with; 0 unless its very result is bad news, as that of a check.</summary>
    public int ExitCode { get; set; }

    /// <summary>The data folder named by <c>--data</c>, <c>AZSREG_DATA</c> or the system.</summary>
    public DataFolder Data => _data.Value;

    public Settings Settings => _settings.Value;

    /// <summary>What a suggested command needs behind it to mean this data folder: nothing, or <c>" --data DIR"</c>.</summary>
    public string DataArgument => _dataOption is null ? "" : $" --data {Quoted(_dataOption)}";

    /// <summary>Loggers into <c>logs/azsreg-….log</c>, and with <c>--verbose</c> onto standard error too; secrets masked in both.</summary>
    public ILoggerFactory Logs => _logs.Value;

    /// <summary>Where log lines of this moment go.</summary>
    public string LogPath => _logFiles.Value.CurrentPath;

    /// <summary>Paints standard output.</summary>
    public Style Style { get; }

    /// <summary>Paints standard error.</summary>
    public Style ErrorStyle { get; }

    /// <summary>
    /// A handler for outgoing HTTP that trusts the system's authorities, this data folder's own where it has one, and those given.
    /// </summary>
    public SocketsHttpHandler CreateHttpHandler(IEnumerable<X509Certificate2>? extraRoots = null)
    {
        var own = Path.Combine(Data.CertificateAuthority, "root.pem");
        var roots = File.Exists(own) ? CertificateFiles.LoadAuthorities(own) : [];
        return TrustedHttp.CreateHandler([.. roots, .. extraRoots ?? []]);
    }

    /// <summary>Writes a line for a person.</summary>
    public void WriteLine(string line = "") => Io.Out.WriteLine(line);

    /// <summary>Writes a table for a person.</summary>
    public void WriteTable(Table table) => table.Write(Io.Out, Style);

    /// <summary>Writes names and values for a person.</summary>
    public void WriteBlock(Block block) => block.Write(Io.Out, Style);

    /// <summary>Writes a value for a program: one line of JSON, the last of standard output.</summary>
    public void WriteJson<T>(T value)
    {
        if (Io.Host is { } host)
        {
            host.Result(JsonSerializer.Serialize(value, HostJson));
        }
        else
        {
            (_outputIsTaken ? Io.Error : Io.Out).WriteLine(JsonSerializer.Serialize(value, Json));
        }
    }

    /// <summary>Gives standard input and output to a protocol of bytes; what there is to say goes to standard error from now on.</summary>
    public (Stream Input, Stream Output) TakeStandardStreams()
    {
        _outputIsTaken = true;
        return (Io.OpenInput(), Io.OpenOutput());
    }

    /// <summary>Starts to tell steps as they happen: on standard output for a person, on standard error beside JSON.</summary>
    public StepProgress StartProgress() => _progress = Io.Host is { } host ? new StepProgress(host, Clock) : IsJson
        ? new StepProgress(Io.Error, ErrorStyle, Io.IsErrorTerminal && !IsVerbose, Io.Width, Clock)
        : new StepProgress(Io.Out, Style, Io.IsOutputTerminal && !IsVerbose, Io.Width, Clock);

    /// <summary>Keeps the steps off the terminal until disposed, while another program asks something there; null where none are told.</summary>
    public IDisposable? HoldProgress() => _progress?.Hold();

    /// <summary>The same with standard error in the place of standard output: for a verb whose standard output is the very thing asked for.</summary>
    public CliContext ToError() =>
        new(Io with { Out = Io.Error, IsOutputTerminal = Io.IsErrorTerminal }, Environment, Clock, _dataOption, Output, IsVerbose);

    /// <summary>The same at another time; the caller's to dispose.</summary>
    public CliContext At(TimeProvider clock) => new(Io, Environment, clock, Data.Path, Output, IsVerbose);

    public void Dispose()
    {
        if (_logs.IsValueCreated)
        {
            _logs.Value.Dispose();
        }

        if (_logFiles.IsValueCreated)
        {
            _logFiles.Value.Dispose();
        }
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private ILoggerFactory CreateLogs() => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(IsVerbose ? LogLevel.Debug : LogLevel.Information);
        logging.AddProvider(_logFiles.Value);
        if (IsVerbose)
        {
            logging.AddProvider(new VerboseLogs(Io.Error, ErrorStyle));
        }
    });
}
