using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Azsreg.Hosting;

/// <summary>
/// Log lines in <c>logs/{name}-yyyyMMdd.log</c> of the data folder: one file a day and role, bounded in size and number, every line with its
/// secrets masked. A line is with the operating system when the call returns, so that a killed process has told all it said.
/// </summary>
[ProviderAlias("LogFiles")]
public sealed class LogFiles : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How large a day's file grows, in bytes; what follows on that day is dropped.</summary>
    public const long LargestFile = 16 * 1024 * 1024;

    /// <summary>How many days of a name are kept.</summary>
    public const int FilesKept = 14;

    private const int LongestLine = 16 * 1024;

    private readonly string _folder;
    private readonly string _name;
    private readonly TimeProvider _clock;
    private readonly Lock _writing = new();
    private FileStream? _file;
    private DateOnly _day;
    private IExternalScopeProvider? _scopes;

    /// <summary>Log files of one name.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="name">What the files begin with: the role's name, or <c>azsreg</c>.</param>
    /// <param name="clock">Gives the times of lines and the days of files (UTC).</param>
    public LogFiles(DataFolder folder, string name, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(clock);
        _folder = folder.Logs;
        _name = name;
        _clock = clock;
    }

    /// <summary>Where a line of this moment goes.</summary>
    public string CurrentPath => PathOf(DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var now = _clock.GetUtcNow();
        var line = new StringBuilder()
            .Append(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(Word(level)).Append(' ').Append(category.AsSpan(category.LastIndexOf('.') + 1)).Append(": ")
            .Append(message);
        _scopes?.ForEachScope(static (scope, text) => text.Append(" | ").Append(scope), line);
        if (exception is not null)
        {
            line.AppendLine().Append(exception);
        }

        if (line.Length > LongestLine)
        {
            line.Length = LongestLine;
            line.Append('…');
        }

        // Only the first line of an event begins with a time: nothing that a peer sent can pass for another event.
        var text = Redaction.Apply(line.ToString()).ReplaceLineEndings("\n    ") + "\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (_writing)
        {
            var file = FileOf(DateOnly.FromDateTime(now.UtcDateTime));
            if (file.Length + bytes.Length <= LargestFile)
            {
                file.Write(bytes);
            }
        }
    }

    private FileStream FileOf(DateOnly day)
    {
        if (_file is not null && _day == day)
        {
            return _file;
        }

        _file?.Dispose();
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(PathOf(day), options);
        _day = day;
        foreach (var old in Directory.GetFiles(_folder, _name + "-????????.log").OrderDescending(StringComparer.Ordinal).Skip(FilesKept))
        {
            File.Delete(old);
        }

        return _file;
    }

    private string PathOf(DateOnly day) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_name}-{day:yyyyMMdd}.log"));

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private sealed class FileLogger(LogFiles files, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => files._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            files.Write(logLevel, category, formatter(state, exception), exception);
    }
}
