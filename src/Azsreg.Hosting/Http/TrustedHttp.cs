using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Hosting;

/// <summary>The one way to make a handler for outgoing HTTP: whom to trust, which proxy, which limits.</summary>
public static class TrustedHttp
{
    /// <summary>
    /// A handler that trusts the system's roots and <paramref name="extraRoots"/>, speaks TLS 1.2 or later, goes through the environment's proxy
    /// (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>) except to this machine, and follows no redirect and keeps no cookie by itself.
    /// </summary>
    /// <param name="extraRoots">Authorities to trust beside the system's, such as <see cref="LocalCertificateAuthority.Root"/>.</param>
    /// <param name="proxy">A proxy in place of the environment's.</param>
    /// <param name="systemRoots">False trusts <paramref name="extraRoots"/> only (a pinned authority).</param>
    public static SocketsHttpHandler CreateHandler(
        IReadOnlyList<X509Certificate2> extraRoots, IWebProxy? proxy = null, bool systemRoots = true)
    {
        ArgumentNullException.ThrowIfNull(extraRoots);
        var trust = new TrustDecision(extraRoots, systemRoots);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            Proxy = new NeverToThisMachine(proxy ?? HttpClient.DefaultProxy),
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = trust.Decide,
            },
        };
    }

    private sealed class TrustDecision(IReadOnlyList<X509Certificate2> extraRoots, bool systemRoots)
    {
        public bool Decide(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None && systemRoots)
            {
                return true;
            }

            // A wrong name or no certificate at all is never mended by another root.
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None
                || certificate is not X509Certificate2 leaf
                || extraRoots.Count == 0)
            {
                return false;
            }

            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(extraRoots.ToArray());
            chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));

            // A private authority publishes no revocation list, and a certificate is not fetched from wherever its peer says.
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            if (presented is not null)
            {
                chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
            }

            return chain.Build(leaf);
        }
    }

    private sealed class NeverToThisMachine(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
