using Azsreg.Cli.Rendering;
using Azsreg.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Shell;

/// <summary>Log lines for the person who asked for <c>--verbose</c>.</summary>
internal sealed class VerboseLogs(TextWriter writer, Style style) : ILoggerProvider
{
    private readonly Lock _writing = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
        // The writer is the shell's.
    }

    private void Write(string line)
    {
        lock (_writing)
        {
            writer.WriteLine(style.Dim(Redaction.Apply(line)));
        }
    }

    private sealed class LineLogger(VerboseLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Write($"{category}: {formatter(state, exception)}" + (exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})"));
    }
}
