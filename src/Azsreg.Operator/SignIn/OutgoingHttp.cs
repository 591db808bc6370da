using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Operator.SignIn;

/// <summary>The handlers of a command's outgoing HTTP, one for each set of trust, so that connections are shared and trust is not.</summary>
internal sealed class OutgoingHttp : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(SocketsHttpHandler Handler, HttpClient Client)>> _made = new(StringComparer.Ordinal);

    /// <summary>The client that trusts the system's authorities and these.</summary>
    /// <param name="authorities">PEM texts.</param>
    /// <param name="fingerprint">The SHA-256 of the one certificate to trust instead of any authority; null for none.</param>
    public HttpClient Client(IReadOnlyList<string> authorities, string? fingerprint = null) => Made(authorities, fingerprint).Client;

    public void Dispose()
    {
        foreach (var made in _made.Values.Where(made => made.IsValueCreated))
        {
            made.Value.Client.Dispose();
            made.Value.Handler.Dispose();
        }
    }

    private (SocketsHttpHandler Handler, HttpClient Client) Made(IReadOnlyList<string> authorities, string? fingerprint) =>
        _made.GetOrAdd(string.Join('\n', authorities) + '\n' + fingerprint, _ => new(() => Make(authorities, fingerprint))).Value;

    private static (SocketsHttpHandler, HttpClient) Make(IReadOnlyList<string> authorities, string? fingerprint)
    {
        var handler = NewHandler(authorities, fingerprint);
        return (handler, new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>A handler of its own with that trust; the caller's to dispose.</summary>
    public static SocketsHttpHandler NewHandler(IReadOnlyList<string> authorities, string? fingerprint)
    {
        var handler = TrustedHttp.CreateHandler(Load(authorities));
        if (fingerprint is not null)
        {
            // A pinned certificate is trusted for what it is, whatever its name, chain and dates say.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), fingerprint, StringComparison.OrdinalIgnoreCase);
        }

        return handler;
    }

    private static List<X509Certificate2> Load(IReadOnlyList<string> authorities)
    {
        try
        {
            return [.. authorities.Select(pem => X509Certificate2.CreateFromPem(pem))];
        }
        catch (CryptographicException e)
        {
            throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"An authority kept with the environment or stamp is no certificate: {e.Message}", inner: e);
        }
    }
}
