using System.Collections.Concurrent;
using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Support;

internal sealed class RecordingTranscript : ITranscript
{
    public ConcurrentQueue<TranscriptEntry> Entries { get; } = new();

    public string Text => string.Join('\n', Entries.Select(entry => $"{entry.Kind}: {entry.Text}"));

    public void Write(TranscriptEntry entry) => Entries.Enqueue(entry);
}
