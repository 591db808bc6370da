using System.CommandLine;
using Azsreg.Hosting;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>How <c>azsreg stamp add</c> is told to sign in at a stamp's privileged endpoint, and which way to go there.</summary>
internal sealed class StampConnectionOptions
{
    private readonly Option<string?> _authentication = new("--authentication") { Description = "basic, negotiate or certificate; what the endpoint offers where left out", HelpName = "WAY" };
    private readonly Option<string?> _certificate = new("--client-certificate") { Description = "certificate to sign in with (PEM, or PFX without a password)", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--client-key") { Description = "its private key (PEM, no password) where that is a file of its own", HelpName = "FILE" };
    private readonly Option<string?> _proxy = new("--proxy") { Description = "proxy to go through instead of HTTPS_PROXY's; https only", HelpName = "URL" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_authentication, _certificate, _key, _proxy])
            command.Add(option);
    }

    /// <summary>The entry with what the line says; the client certificate is read once, so that a wrong file is found now.</summary>
    /// <exception cref="CataloguedException">Options contradict each other or the address (AZR1001), or a file cannot be used (AZR1008).</exception>
    public StampEntry Apply(ParseResult parsed, StampEntry entry)
    {
        var isTls = entry.PrivilegedEndpoint.Scheme == Uri.UriSchemeHttps;
        var certificate = parsed.GetValue(_certificate);
        var key = parsed.GetValue(_key);
        var authentication = Authentication(parsed.GetValue(_authentication)) ?? (certificate is null ? null : PrivilegedEndpointAuthentication.Certificate);
        var proxy = Proxy(parsed.GetValue(_proxy));
        if (PrivilegedEndpointAddress.Of(entry).IsSsh && (authentication is not null || proxy is not null))
            throw Unusable($"--authentication, --client-certificate and --proxy go with an http:// or https:// address, which {entry.PrivilegedEndpoint} is not.");
        if (!isTls && authentication is (PrivilegedEndpointAuthentication.Basic or PrivilegedEndpointAuthentication.Certificate))
            throw Unusable($"{entry.PrivilegedEndpoint} is plain HTTP, over which only Negotiate is spoken: give https://… for --authentication basic or certificate.");
        if (!isTls && proxy is not null)
            throw Unusable($"{entry.PrivilegedEndpoint} is plain HTTP, where Negotiate signs in the connection itself and cannot go through a proxy: give https://… or leave --proxy out.");
        if ((authentication == PrivilegedEndpointAuthentication.Certificate) != (certificate is not null))
            throw Unusable("--authentication certificate and --client-certificate FILE belong together.");
        if (key is not null && certificate is null)
            throw Unusable("--client-key is the key of --client-certificate, which is missing.");
        if (certificate is not null)
            CertificateFiles.LoadClient(certificate, key).Dispose();
        return entry with
        {
            Authentication = authentication,
            ClientCertificate = certificate is null ? null : Path.GetFullPath(certificate),
            ClientKey = key is null ? null : Path.GetFullPath(key),
            Proxy = proxy,
        };
    }

    private static PrivilegedEndpointAuthentication? Authentication(string? text) => text?.ToUpperInvariant() switch
    {
        null => null,
        "BASIC" => PrivilegedEndpointAuthentication.Basic,
        "NEGOTIATE" => PrivilegedEndpointAuthentication.Negotiate,
        "CERTIFICATE" => PrivilegedEndpointAuthentication.Certificate,
        _ => throw Unusable($"--authentication '{text}' must be basic, negotiate or certificate."),
    };

    private static Uri? Proxy(string? text)
    {
        if (text is null)
            return null;
        // A password on the command line would be in the list of processes and in the stamp's entry.
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.UserInfo.Length == 0
            ? url
            : throw Unusable("--proxy must be http://HOST:PORT or https://HOST:PORT, without a user name or password.");
    }

    private static CataloguedException Unusable(string why) => new(ErrorCatalogue.InvalidOption, why);
}
