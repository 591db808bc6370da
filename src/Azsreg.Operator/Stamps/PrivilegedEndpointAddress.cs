using System.Net;
using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>Where a privileged endpoint answers, and whom to trust there.</summary>
/// <param name="Name">What it is called in summaries: the stamp's name, or what was given.</param>
/// <param name="Url">The address: WS-Management's, or <c>ssh://</c>.</param>
/// <param name="Stamp">The stamp entered under the name; null where an address was given.</param>
public sealed record PrivilegedEndpointAddress(string Name, Uri Url, StampEntry? Stamp)
{
    private const int HttpPort = 5985;
    private const int HttpsPort = 5986;

    /// <summary>True where an SSH server signs people in, and no cloud administrator's password is wanted.</summary>
    public bool IsSsh => Url.Scheme == SshAddress.Scheme;

    /// <summary>Finds what a name or address means: a stamp entered here; an address with its scheme; or a bare host, which means HTTP on
    /// port 5985 as real stamps have.</summary>
    /// <param name="text">What the person gave.</param>
    /// <param name="stamps">The stamps entered.</param>
    /// <exception cref="CataloguedException">It is none of these (AZR1001).</exception>
    public static PrivilegedEndpointAddress Resolve(string text, StampBook stamps)
    {
        ArgumentNullException.ThrowIfNull(stamps);
        text = text.Trim();
        if (stamps.TryGet(text) is { } known)
            return Of(known);
        var url = ParseUrl(text);
        // The same address entered under a name brings its trust and its administrator along.
        var entered = stamps.List().FirstOrDefault(stamp => stamp.PrivilegedEndpoint == url);
        return new(entered?.Name ?? text, url, entered);
    }

    /// <summary>The address of a stamp entered here.</summary>
    public static PrivilegedEndpointAddress Of(StampEntry stamp)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        return new(stamp.Name, stamp.PrivilegedEndpoint, stamp);
    }

    /// <summary>Reads an address or a bare host.</summary>
    /// <exception cref="CataloguedException">It is neither (AZR1001).</exception>
    public static Uri ParseUrl(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (SshAddress.IsMeant(text))
            return SshAddress.ParseUrl(text);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
                throw Unusable(text, "give a host name, http://HOST or https://HOST");
            // WS-Management has ports of its own; 443 counts only where it was written.
            var written = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/')[0];
            var port = HasPort(written) ? url.Port : url.Scheme == "https" ? HttpsPort : HttpPort;
            var path = url.AbsolutePath is "/" or "" ? "/wsman" : url.AbsolutePath;
            return new UriBuilder(url.Scheme, url.Host, port, path).Uri;
        }

        if (IPAddress.TryParse(text, out var address))
            return new UriBuilder("http", address.ToString(), HttpPort, "/wsman").Uri;
        var host = text.Split(':') is [var name, var digits] && ushort.TryParse(digits, out var given) ? (name, Port: (int)given) : (name: text, Port: HttpPort);
        if (host.name.Length is 0 or > 253 || Uri.CheckHostName(host.name) is UriHostNameType.Unknown or UriHostNameType.Basic)
            throw Unusable(text, "it is no host name");
        return new UriBuilder("http", host.name, host.Port, "/wsman").Uri;
    }

    private static bool HasPort(string authority) => authority.LastIndexOf(':') is var colon && colon > authority.LastIndexOf(']') && colon >= 0;

    private static CataloguedException Unusable(string text, string why) =>
        new(ErrorCatalogue.InvalidOption, $"'{text}' cannot be used as a privileged endpoint: {why}.", ["azsreg stamp list"]);
}
