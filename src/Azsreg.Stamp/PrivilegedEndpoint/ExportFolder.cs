using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// The one folder the stamp writes what it hands out in. A share has its place below it, by server and share, so that the documented call
/// works and no caller can make the stamp write anywhere else.
/// </summary>
internal sealed partial class ExportFolder(StampFolders folders)
{
    private const int MostSegments = 16;

    /// <summary>The folder a destination means: a share as <c>\\server\share\folder</c>, a folder below the export folder, or nothing.</summary>
    /// <exception cref="CommandFailure">It lies elsewhere, or is no path.</exception>
    public string Resolve(string? destination)
    {
        var root = Path.GetFullPath(folders.Exports);
        var asked = (destination ?? "").Trim();
        var isShare = asked.StartsWith(@"\\", StringComparison.Ordinal);
        if (!isShare && Path.IsPathFullyQualified(asked))
        {
            var full = Path.GetFullPath(asked);
            if (full != root && !full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw Refused(asked, $"it is not below {root}");
            asked = Path.GetRelativePath(root, full);
        }

        var segments = asked.Split(['\\', '/'], StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToList();
        if (isShare && segments.Count < 2)
            throw Refused(asked, "a share is \\\\server\\share");
        if (segments.Count > MostSegments || segments.Any(segment => !Segment.IsMatch(segment)))
            throw Refused(asked, "it is no path of plain names");
        var path = root;
        foreach (var segment in segments)
        {
            path = Path.Combine(path, segment);
            if (new DirectoryInfo(path).LinkTarget is not null)
                throw Refused(asked, $"'{segment}' is a link");
        }

        return path;
    }

    private static CommandFailure Refused(string asked, string why) => new("ExportRefused", ErrorCatalogue.ExportRefused, $"'{asked}': {why}.");

    [GeneratedRegex(@"^(?!\.)[A-Za-z0-9 ._$-]{1,100}(?<![ .])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Segment { get; }
}
