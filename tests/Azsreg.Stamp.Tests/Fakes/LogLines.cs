using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>Keeps every log line of a stamp, exceptions included, and tells of those somebody waits for.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    /// <summary>Completes with the next line that contains a text.</summary>
    public Task NextAsync(string text) => _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Dispose()
    {
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        foreach (var text in _awaited.Keys.Where(text => line.Contains(text, StringComparison.Ordinal)))
        {
            if (_awaited.TryRemove(text, out var found))
                found.TrySetResult();
        }
    }

    private sealed class Logger(string category, LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
