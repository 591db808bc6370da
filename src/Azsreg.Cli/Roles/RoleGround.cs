using System.Net;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Roles;

/// <summary>What the roles of this process share: address, certificate and trust.</summary>
internal sealed class RoleGround : IDisposable
{
    private readonly CliContext _context;
    private readonly IPAddress _address;
    private readonly Func<IReadOnlyList<string>, X509Certificate2>? _issue;
    private readonly Dictionary<string, X509Certificate2> _issued = [];

    private RoleGround(
        CliContext context, IPAddress address, Uri? publicUrl, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> trust,
        Func<IReadOnlyList<string>, X509Certificate2>? issue)
    {
        _context = context;
        _address = address;
        PublicUrl = publicUrl;
        Certificate = certificate;
        Trust = trust;
        _issue = issue;
    }

    public Uri? PublicUrl { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>The authorities trusted beside the system's: those given, else the data folder's own.</summary>
    public IReadOnlyList<X509Certificate2> Trust { get; }

    /// <summary>The authorities as PEM texts.</summary>
    public IReadOnlyList<string> TrustPem => [.. Trust.Select(root => root.ExportCertificatePem())];

    public static RoleGround OpenLocal(CliContext context) => Open(context, IPAddress.Loopback, null, null, null, null);

    /// <exception cref="Protocol.CataloguedException">A file cannot be used.</exception>
    public static RoleGround Open(CliContext context, IPAddress address, Uri? publicUrl, string? certificate, string? key, string? trust)
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(context.Data, context.Clock);
        var given = trust is null ? [] : CertificateFiles.LoadAuthorities(trust);
        var server = certificate is not null ? CertificateFiles.LoadServer(certificate, key) : Issue(authority, []);
        return new RoleGround(
            context, address, publicUrl, server, [.. given, X509CertificateLoader.LoadCertificate(authority.Root.RawData)],
            certificate is not null ? null : names =>
            {
                using var again = LocalCertificateAuthority.LoadOrCreate(context.Data, context.Clock);
                return Issue(again, names);
            });

        X509Certificate2 Issue(LocalCertificateAuthority issuer, IReadOnlyList<string> names) => issuer.IssueServerCertificate(
            publicUrl is { HostNameType: UriHostNameType.Dns } ? [publicUrl.Host, .. names] : names,
            IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? [] : [address]);
    }

    /// <summary>What a role is given to stand on.</summary>
    /// <param name="name">The role's name, which its log files begin with.</param>
    /// <param name="port">The port of its first listener.</param>
    /// <param name="hostNames">Names of its own, which the certificate holds too; one that was given from outside holds what it holds.</param>
    public RoleHost Host(string name, int port, params IReadOnlyList<string> hostNames) => new()
    {
        Folder = _context.Data,
        Clock = _context.Clock,
        Certificate = CertificateOf(hostNames),
        Address = _address,
        Port = port,
        PublicUrl = PublicUrl,
        Trust = Trust,
        ConfigureLogging = logging => ConfigureLogging(logging, name),
    };

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var certificate in _issued.Values)
        {
            certificate.Dispose();
        }

        foreach (var root in Trust)
        {
            root.Dispose();
        }
    }

    private X509Certificate2 CertificateOf(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || _issue is null)
        {
            return Certificate;
        }

        var key = string.Join(' ', names);
        if (!_issued.TryGetValue(key, out var certificate))
        {
            _issued[key] = certificate = _issue(names);
        }

        return certificate;
    }

    private void ConfigureLogging(ILoggingBuilder logging, string name)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // By a factory: the container disposes what it has made itself, and the file with it.
        logging.Services.AddSingleton<ILoggerProvider>(_ => new LogFiles(_context.Data, name, _context.Clock));
        if (_context.IsVerbose)
        {
            logging.Services.AddSingleton<ILoggerProvider>(_ => new VerboseLogs(_context.Io.Error, _context.ErrorStyle));
        }
    }
}
