using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Azsreg.Remoting.Server;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>One transcript file a session, written behind the session's back so that no command waits for the disk.</summary>
internal sealed partial class TranscriptFiles : ITranscript, IAsyncDisposable
{
    private const int LinesWaiting = 10_000;
    private const int LongestLine = 4_000;

    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Channel<TranscriptEntry> _lines = Channel.CreateBounded<TranscriptEntry>(
        new BoundedChannelOptions(LinesWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<Guid, string> _files = [];
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Task _writing;

    public TranscriptFiles(string folder, ILogger<TranscriptFiles> logger)
    {
        _folder = folder;
        _logger = logger;
        _writing = WriteAllAsync();
    }

    public void Write(TranscriptEntry entry)
    {
        if (!_lines.Writer.TryWrite(entry))
            LogDropped(entry.SessionId);
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        await foreach (var entry in _lines.Reader.ReadAllAsync())
        {
            try
            {
                await File.AppendAllTextAsync(FileOf(entry), Line(entry), WithoutMark);
                if (entry.Kind is TranscriptKind.SessionClosed)
                    _files.Remove(entry.SessionId);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogNotWritten(failure, entry.SessionId);
            }
        }
    }

    private string FileOf(TranscriptEntry entry)
    {
        if (_files.TryGetValue(entry.SessionId, out var known))
            return known;
        Directory.CreateDirectory(_folder);
        var time = entry.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return _files[entry.SessionId] = Path.Combine(_folder, $"Transcripts_{time}_{entry.SessionId:N}.txt");
    }

    private static string Line(TranscriptEntry entry)
    {
        var text = entry.Text.Length > LongestLine ? entry.Text[..LongestLine] + "…" : entry.Text;
        // One entry is one line, whatever a caller put into an argument.
        return $"{Facts.Timestamp.Format(entry.Time)} {entry.Identity.UserName} {entry.Kind}: {text.ReplaceLineEndings(" ")}\n";
    }

    [LoggerMessage(EventId = 4111, Level = LogLevel.Warning, Message = "A transcript line of session {SessionId} was dropped: too many are waiting")]
    private partial void LogDropped(Guid sessionId);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Error, Message = "The transcript of session {SessionId} could not be written")]
    private partial void LogNotWritten(Exception failure, Guid sessionId);
}
