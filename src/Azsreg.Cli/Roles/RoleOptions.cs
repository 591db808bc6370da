using System.CommandLine;
using System.Net;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The options of a role that runs by itself: where it listens, with which certificate, whom it trusts.</summary>
internal sealed class RoleOptions
{
    private readonly Option<int?> _port;
    private readonly Option<string?> _address = new("--address") { Description = "address to listen on; this machine only where left out", HelpName = "IP" };
    private readonly Option<string?> _publicUrl = new("--public-url") { Description = "URL that others reach it by", HelpName = "URL" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "server certificate (PEM); from the local CA where left out", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--key") { Description = "its private key (PEM, no password)", HelpName = "FILE" };
    private readonly Option<string?> _trust = new("--trust") { Description = "authorities to trust beside the system's (PEM)", HelpName = "CAFILE" };

    private readonly int _fallbackPort;

    public RoleOptions(int fallbackPort)
    {
        _fallbackPort = fallbackPort;
        _port = new Option<int?>("--port") { Description = $"port, 0 for any free one; {fallbackPort} where left out", HelpName = "N" };
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_port, _address, _publicUrl, _certificate, _key, _trust])
        {
            command.Add(option);
        }
    }

    public int Port(CliContext context, ParseResult parsed) =>
        context.Settings.GetNumber("port", parsed.GetValue(_port), _fallbackPort, 0, IPEndPoint.MaxPort);

    /// <exception cref="CataloguedException">An option's value cannot be used.</exception>
    public RoleGround ToGround(CliContext context, ParseResult parsed)
    {
        var publicUrl = PublicUrl(context.Settings.Get("public-url", parsed.GetValue(_publicUrl)));
        return RoleGround.Open(
            context,
            Address(context.Settings.Get("address", parsed.GetValue(_address))),
            publicUrl,
            context.Settings.Get("certificate", parsed.GetValue(_certificate)),
            context.Settings.Get("key", parsed.GetValue(_key)),
            context.Settings.Get("trust", parsed.GetValue(_trust)));
    }

    private static IPAddress Address(string? text) => text is null ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--address '{text}' is no IP address.");

    private static Uri? PublicUrl(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath == "/" && url.Query.Length == 0
            ? url
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--public-url '{text}' must be https://HOST or https://HOST:PORT.");
    }
}
