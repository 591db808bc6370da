using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Azsreg.Hosting;
using Azsreg.Remoting.Server;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>One transcript file a session, written behind the session's back so that no command waits for the disk.</summary>
internal sealed partial class TranscriptFiles : ITranscript, IAsyncDisposable
{
    private const int LinesWaiting = 10_000;
    private const int LongestLine = 4_000;

    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A transcript that nobody took away is kept as long as the audit.</summary>
    private const int DaysKept = 400;

    private readonly Channel<Func<Task>> _work = Channel.CreateBounded<Func<Task>>(
        new BoundedChannelOptions(LinesWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<Guid, string> _files = [];
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Task _writing;
    private DateOnly _prunedOn;

    /// <summary>Where they lie.</summary>
    public string Folder => _folder;

    public TranscriptFiles(string folder, ILogger<TranscriptFiles> logger)
    {
        _folder = folder;
        _logger = logger;
        _writing = WriteAllAsync();
    }

    public void Write(TranscriptEntry entry)
    {
        if (!_work.Writer.TryWrite(() => AppendAsync(entry)))
            LogDropped(entry.SessionId);
    }

    /// <summary>
    /// Copies every transcript, what was written up to now included. Those of sessions that have ended are the destination's from then on; one of
    /// a session that is still open stays here too, and is copied again by whoever closes next.
    /// </summary>
    /// <returns>Names of the files copied, and how many of them stay.</returns>
    /// <exception cref="IOException">The destination cannot be written; what was not copied is still here.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public async Task<(IReadOnlyList<string> Files, int Kept)> ShipAsync(string destination, CancellationToken cancellationToken)
    {
        var shipped = new TaskCompletionSource<(IReadOnlyList<string>, int)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(
            () =>
            {
                try
                {
                    shipped.SetResult(Ship(destination));
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    shipped.SetException(failure);
                }

                return Task.CompletedTask;
            },
            cancellationToken);
        return await shipped.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The sessions whose transcripts are open: asked between two lines, so that the answer is not half of one.</summary>
    public async Task<IReadOnlySet<Guid>> OpenSessionsAsync(CancellationToken cancellationToken)
    {
        var open = new TaskCompletionSource<IReadOnlySet<Guid>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(
            () =>
            {
                open.SetResult(_files.Keys.ToHashSet());
                return Task.CompletedTask;
            },
            cancellationToken);
        return await open.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
            await work();
    }

    private async Task AppendAsync(TranscriptEntry entry)
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

    private (IReadOnlyList<string> Files, int Kept) Ship(string destination)
    {
        var open = _files.Values.ToHashSet(StringComparer.Ordinal);
        List<string> shipped = [];
        Directory.CreateDirectory(destination);
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.GetFiles(_folder, "Transcripts_*.txt").Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(destination, Path.GetFileName(file));
            OwnedFile.Replace(target, File.ReadAllBytes(file));
            shipped.Add(Path.GetFileName(file));
            if (!open.Contains(file))
                File.Delete(file);
        }

        return (shipped, shipped.Count(name => open.Contains(Path.Combine(_folder, name))));
    }

    private string FileOf(TranscriptEntry entry)
    {
        if (_files.TryGetValue(entry.SessionId, out var known))
            return known;
        Directory.CreateDirectory(_folder);
        Prune(entry.Time);
        var time = entry.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return _files[entry.SessionId] = Path.Combine(_folder, $"Transcripts_{time}_{entry.SessionId:N}.txt");
    }

    private void Prune(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today == _prunedOn)
            return;
        _prunedOn = today;
        foreach (var file in Directory.GetFiles(_folder, "Transcripts_*.txt").Where(file => now - File.GetLastWriteTimeUtc(file) > TimeSpan.FromDays(DaysKept)))
            File.Delete(file);
    }

    private static string Line(TranscriptEntry entry)
    {
        // The last fence: commands and parameters say what is secret, and what only looks like a secret is masked here.
        var text = Redaction.Apply(entry.Text.Length > LongestLine ? entry.Text[..LongestLine] + "…" : entry.Text);
        // One entry is one line, whatever a caller put into an argument.
        return $"{Facts.Timestamp.Format(entry.Time)} {entry.Identity.UserName} {entry.Kind}: {text.ReplaceLineEndings(" ")}\n";
    }

    [LoggerMessage(EventId = 4111, Level = LogLevel.Warning, Message = "A transcript line of session {SessionId} was dropped: too many are waiting")]
    private partial void LogDropped(Guid sessionId);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Error, Message = "The transcript of session {SessionId} could not be written")]
    private partial void LogNotWritten(Exception failure, Guid sessionId);
}
