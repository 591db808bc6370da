using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Activity;

/// <summary>
/// Sessions of the privileged endpoint, as their transcripts tell. A transcript that was handed out by <c>Close-PrivilegedEndpoint</c> is not on the stamp
/// any more; that it was is in the audit.
/// </summary>
internal sealed partial class EndpointSessions(TranscriptFiles transcripts, StampAccess access, AuditLog audit)
{
    // A line is at most 4,000 characters of text, of up to three bytes each, and what stands before it.
    private const int LongestLine = 16 * 1024;

    /// <summary>Sessions, the last opened first.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="before">The file the page before ended with; null for the first page.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<EndpointSession>> ListAsync(StampCaller caller, string? before, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadEndpointSessions, cancellationToken: cancellationToken);
        var open = await transcripts.OpenSessionsAsync(cancellationToken);
        return
        [
            .. Files("Transcripts_*.txt").Where(file => before is null || string.CompareOrdinal(Path.GetFileName(file), before) < 0)
                .OrderDescending(StringComparer.Ordinal).Select(file => Read(file, open)).OfType<EndpointSession>().Take(take),
        ];
    }

    /// <summary>A session; null where the stamp has no transcript of it.</summary>
    public async Task<EndpointSession?> FindAsync(StampCaller caller, Guid id, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadEndpointSessions, cancellationToken: cancellationToken);
        return FileOf(id) is { } file ? Read(file, await transcripts.OpenSessionsAsync(cancellationToken)) : null;
    }

    /// <summary>Lines of a transcript in the order they were written; null where the stamp has none.</summary>
    /// <param name="caller">On whose behalf; whoever reads one is in the audit.</param>
    /// <param name="id">The session.</param>
    /// <param name="after">The byte after the last line of the page before; 0 for the first page.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<TranscriptLine>?> ReadAsync(StampCaller caller, Guid id, long after, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadTranscripts, id.ToString(), cancellationToken);
        if (FileOf(id) is not { } file)
            return null;
        if (after == 0)
            await audit.WriteAsync(caller, StampActions.ReadTranscripts, id.ToString(), "Succeeded", cancellationToken: cancellationToken);
        try
        {
            return await LinesAsync(file, after, take, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // It was handed out since it was found.
            return null;
        }
    }

    private static async Task<IReadOnlyList<TranscriptLine>> LinesAsync(string file, long after, int take, CancellationToken cancellationToken)
    {
        await using var stream = Open(file);
        stream.Position = Math.Clamp(after, 0, stream.Length);
        var bytes = new byte[(int)Math.Min((long)take * LongestLine, stream.Length - stream.Position)];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        List<TranscriptLine> lines = [];
        for (var start = 0; lines.Count < take && Array.IndexOf(bytes, (byte)'\n', start, length - start) is var end and >= 0; start = end + 1)
            lines.Add(Parse(Encoding.UTF8.GetString(bytes, start, end - start), after + end + 1));
        return lines;
    }

    private string? FileOf(Guid id) => Files($"Transcripts_*_{id:N}.txt").FirstOrDefault();

    private string[] Files(string pattern) => Directory.Exists(transcripts.Folder) ? Directory.GetFiles(transcripts.Folder, pattern) : [];

    private static EndpointSession? Read(string file, IReadOnlySet<Guid> open)
    {
        if (FileName().Match(Path.GetFileName(file)) is not { Success: true } name)
            return null;
        var id = Guid.ParseExact(name.Groups["id"].Value, "N");
        try
        {
            using var stream = Open(file);
            var first = Parse(LineAt(stream, fromEnd: false), 0);
            var last = Parse(LineAt(stream, fromEnd: true), 0);
            var state = open.Contains(id) ? EndpointSessionState.Open
                : last.Kind == nameof(TranscriptKind.SessionClosed) ? EndpointSessionState.Closed
                : EndpointSessionState.Interrupted;
            return new EndpointSession(id, first.User, first.At, last.At, state, stream.Length, Path.GetFileName(file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string LineAt(FileStream stream, bool fromEnd)
    {
        var bytes = new byte[(int)Math.Min(LongestLine, stream.Length)];
        stream.Position = fromEnd ? stream.Length - bytes.Length : 0;
        var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimEnd('\n');
        return fromEnd ? text[(text.LastIndexOf('\n') + 1)..] : text.Split('\n', 2)[0];
    }

    // The one who writes it goes on writing, and Close-PrivilegedEndpoint may take it away.
    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static TranscriptLine Parse(string line, long end) =>
        Line().Match(line) is { Success: true } match
            && DateTimeOffset.TryParse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new TranscriptLine(at, match.Groups["user"].Value, match.Groups["kind"].Value, match.Groups["text"].Value, end)
            : new TranscriptLine(null, "", "", line, end);

    [GeneratedRegex(@"^Transcripts_\d{8}T\d{6}_(?<id>[0-9a-f]{32})\.txt$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    [GeneratedRegex(
        @"^(?<at>[0-9:.TZ-]{20,28}) (?<user>.{1,200}?) (?<kind>SessionOpened|CommandEnded|SessionClosed|Command|Output|Error): (?<text>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Line();
}
