using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>A privileged endpoint behind an SSH server: <c>ssh://[USER@]HOST[:PORT][/SUBSYSTEM]</c>.</summary>
/// <param name="Host">Name or address; an IPv6 address without brackets.</param>
/// <param name="Port">The port; null leaves it to ssh and its configuration.</param>
/// <param name="User">The login; null leaves it to ssh and its configuration.</param>
/// <param name="Subsystem">The subsystem that is asked for.</param>
internal sealed record SshAddress(string Host, int? Port, string? User, string Subsystem)
{
    public const string Scheme = "ssh";

    /// <summary>What PowerShell asks for where <c>New-PSSession</c> is given no <c>-Subsystem</c>.</summary>
    public const string DefaultSubsystem = "powershell";

    private const int LongestWord = 128;

    public static bool IsMeant(string text) => text.StartsWith(Scheme + "://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parts of an address that <see cref="ParseUrl"/> made.</summary>
    public static SshAddress Of(Uri url) => TryRead(url) ?? throw new ArgumentException("It is no address of an SSH server.", nameof(url));

    /// <summary>Reads an address; the subsystem is in it afterwards.</summary>
    /// <exception cref="CataloguedException">It is none (AZR1001).</exception>
    public static Uri ParseUrl(string text)
    {
        // A password would be shown wherever the address is.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Contains(':', StringComparison.Ordinal) || TryRead(url) is not { } address)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{Shown(text)}' cannot be used as a privileged endpoint: give ssh://USER@HOST, ssh://USER@HOST:PORT or ssh://USER@HOST:PORT/SUBSYSTEM.");
        return new Uri(url.GetLeftPart(UriPartial.Authority) + "/" + address.Subsystem);
    }

    private static SshAddress? TryRead(Uri url)
    {
        if (url.Scheme != Scheme || url.Query.Length > 0 || url.Fragment.Length > 0 || url.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
            return null;
        var user = Uri.UnescapeDataString(url.UserInfo);
        var subsystem = url.AbsolutePath.Trim('/') is { Length: > 0 } path ? Uri.UnescapeDataString(path) : DefaultSubsystem;
        var host = url.DnsSafeHost;
        return IsWord(host) && IsWord(subsystem) && (user.Length == 0 || IsWord(user)) && url.Port is -1 or (> 0 and <= ushort.MaxValue)
            ? new SshAddress(host, url.Port < 0 ? null : url.Port, user.Length == 0 ? null : user, subsystem)
            : null;
    }

    /// <summary>What can stand on the command line of ssh, and in that of the shell a server starts: no option, no blank, nothing a shell would expand.</summary>
    private static bool IsWord(string text) =>
        text.Length is > 0 and <= LongestWord && text[0] != '-' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@' or '\\' or ':' or '+' or '$');

    private static string Shown(string text)
    {
        // A password someone wrote into the address is not shown again.
        var at = text.LastIndexOf('@');
        var colon = text.IndexOf(':', Math.Min(text.Length, Scheme.Length + 3));
        return colon >= 0 && colon < at ? string.Concat(text.AsSpan(0, colon), ":***", text.AsSpan(at)) : text;
    }
}
