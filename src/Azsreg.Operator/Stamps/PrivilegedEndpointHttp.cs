using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>
/// The HTTP of one session with a privileged endpoint: whom it trusts, which certificate it shows, which way it goes. It keeps one
/// connection, since a sign-in with Negotiate belongs to the connection.
/// </summary>
internal sealed class PrivilegedEndpointHttp : IDisposable
{
    private readonly ClientCertificate? _client;

    private PrivilegedEndpointHttp(SocketsHttpHandler handler, ClientCertificate? client)
    {
        Handler = handler;
        _client = client;
        var decide = handler.SslOptions.RemoteCertificateValidationCallback!;
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            var trusted = decide(sender, certificate, chain, errors);
            Distrusted = trusted || certificate is null ? null : certificate.GetCertHashString(HashAlgorithmName.SHA256);
            return trusted;
        };
    }

    public SocketsHttpHandler Handler { get; }

    /// <summary>The SHA-256 of the server's certificate where it was not trusted; null where it was.</summary>
    public string? Distrusted { get; private set; }

    /// <exception cref="CataloguedException">The client certificate's file cannot be used (AZR1008).</exception>
    public static PrivilegedEndpointHttp For(PrivilegedEndpointAddress address)
    {
        var stamp = address.Stamp;
        var handler = OutgoingHttp.NewHandler(stamp?.TrustedAuthorities ?? [], stamp?.Fingerprint);
        handler.MaxConnectionsPerServer = 1;
        // Negotiate over plain HTTP signs in a connection, which a proxy may share with others: Windows' client refuses a proxy there too.
        if (address.Url.Scheme == Uri.UriSchemeHttp)
            handler.UseProxy = false;
        else if (stamp?.Proxy is { } proxy)
            handler.Proxy = new WebProxy(proxy);
        ClientCertificate? client = null;
        if (stamp is { Authentication: PrivilegedEndpointAuthentication.Certificate, ClientCertificate: { } file })
        {
            client = CertificateFiles.LoadClient(file, stamp.ClientKey);
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client.Certificate, client.Chain, offline: true);
        }

        return new PrivilegedEndpointHttp(handler, client);
    }

    public void Dispose()
    {
        Handler.Dispose();
        _client?.Dispose();
    }
}
