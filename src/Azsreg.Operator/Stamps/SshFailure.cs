using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>Makes of what ssh said a failure that a person understands. ssh has one exit code for all of its own (255), so its words decide.</summary>
internal static class SshFailure
{
    private const int LongestShown = 400;

    /// <summary>Exit codes of the shell on the host: the command is there but cannot run, and there is none.</summary>
    private const int CannotRun = 126;
    private const int NoCommand = 127;

    /// <param name="url">The address.</param>
    /// <param name="exitCode">The exit code: 255 is ssh's own, another the command's on the host; null where ssh did not end.</param>
    /// <param name="errors">What came on the error stream: ssh's own words. A subsystem's do not get through.</param>
    /// <param name="reported">What the session's failure was, where ssh is silent.</param>
    /// <param name="inner">The session's failure.</param>
    public static CataloguedException Of(Uri url, int? exitCode, string errors, string reported, Exception? inner = null)
    {
        var said = errors + "\n" + reported;
        var entry = true switch
        {
            _ when Says("REMOTE HOST IDENTIFICATION HAS CHANGED") || Says("Host key verification failed") || Says("host key is known for") => ErrorCatalogue.SshHostKeyRefused,
            _ when Says("Permission denied (") || Says("Too many authentication failures") || Says("no more authentication methods") => ErrorCatalogue.SshLoginRefused,
            _ when Says("subsystem request failed") => ErrorCatalogue.SshSubsystemMissing,
            _ when Says(ErrorCatalogue.StampNotRunning.Code) => ErrorCatalogue.StampNotRunning,
            _ when exitCode is CannotRun or NoCommand => ErrorCatalogue.SshSubsystemMissing,
            _ => ErrorCatalogue.PrivilegedEndpointUnreachable,
        };
        return new CataloguedException(entry, $"{url.AbsoluteUri}: {Told(entry, exitCode, errors, reported)}", inner: inner);

        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True where a person at a terminal can help: with a password, a passphrase, or a yes to a host key that is new.</summary>
    public static bool CanBeAnswered(CataloguedException failure, string errors) =>
        failure.Entry == ErrorCatalogue.SshLoginRefused
        || (failure.Entry == ErrorCatalogue.SshHostKeyRefused && !errors.Contains("HAS CHANGED", StringComparison.OrdinalIgnoreCase));

    private static string Told(ErrorEntry entry, int? exitCode, string errors, string reported)
    {
        if (exitCode is CannotRun or NoCommand)
            return $"the shell on the host could not run the command of the Subsystem line (exit code {exitCode}).";
        var lines = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("@@", StringComparison.Ordinal)).ToList();
        if (lines.Count == 0)
            return reported;
        // The warning about a changed key is a page long; the key that was shown is what helps.
        var told = entry == ErrorCatalogue.SshHostKeyRefused && lines.Find(line => line.StartsWith("SHA256:", StringComparison.Ordinal)) is { } shown
            ? $"the host shows another key than the one entered or known: {shown}"
            : string.Join(" ", lines);
        return told.Length <= LongestShown ? told : told[..LongestShown] + "…";
    }
}
