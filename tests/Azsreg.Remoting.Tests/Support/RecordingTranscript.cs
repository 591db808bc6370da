using System.Collections.Concurrent;
using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Support;

internal sealed class RecordingTranscript : ITranscript
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public ConcurrentQueue<TranscriptEntry> Entries { get; } = new();

    public string Text => string.Join('\n', Entries.Select(entry => $"{entry.Kind}: {entry.Text}"));

    /// <summary>Completes when some entry contains a text.</summary>
    public Task ContainsAsync(string text)
    {
        var found = _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        // What came before was written to the entries first.
        if (Text.Contains(text, StringComparison.Ordinal))
            found.TrySetResult();
        return found.Task;
    }

    public void Write(TranscriptEntry entry)
    {
        Entries.Enqueue(entry);
        foreach (var (text, found) in _awaited)
        {
            if (entry.Text.Contains(text, StringComparison.Ordinal))
                found.TrySetResult();
        }
    }
}
