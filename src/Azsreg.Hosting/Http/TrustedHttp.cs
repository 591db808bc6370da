using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Hosting;

/// <summary>The one way to make a handler for outgoing HTTP: whom to trust, which proxy, which limits.</summary>
public static class TrustedHttp
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

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
                CertificateChainPolicy = trust.Policy,
                RemoteCertificateValidationCallback = trust.Decide,
            },
        };
    }

    /// <summary>The given roots are tried first: reading the system's takes 40 ms of a program's start, which a local peer never needs.</summary>
    private sealed class TrustDecision(IReadOnlyList<X509Certificate2> extraRoots, bool systemRoots)
    {
        /// <summary>How the connection looks at a certificate before <see cref="Decide"/> is asked; null, the system's way, where no root is given.</summary>
        public X509ChainPolicy? Policy { get; } = extraRoots.Count == 0 ? null : PolicyOf(extraRoots);

        public bool Decide(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None)
            {
                return systemRoots || Policy is not null;
            }

            // A wrong name or no certificate at all is never mended by another root.
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None
                || certificate is not X509Certificate2 leaf
                || Policy is null
                || !systemRoots)
            {
                return false;
            }

            using var chain = new X509Chain();
            chain.ChainPolicy.ApplicationPolicy.Add(new(ServerAuthentication));
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (presented is not null)
            {
                chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
            }

            return chain.Build(leaf);
        }

        private static X509ChainPolicy PolicyOf(IReadOnlyList<X509Certificate2> roots)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,

                // A private authority publishes no revocation list, and a certificate is not fetched from wherever its peer says.
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(roots.ToArray());
            policy.ApplicationPolicy.Add(new(ServerAuthentication));
            return policy;
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
