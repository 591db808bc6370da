using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>
/// The certificate authority of one data folder, made on first use, so that every role speaks TLS with a chain that its peers verify. Nothing is
/// added to the machine's trust store.
/// </summary>
public sealed class LocalCertificateAuthority : IDisposable
{
    private const string RootPurpose = "ca/root";
    private const string ServerPurpose = "ca/server/";

    /// <summary>Clocks of a machine and its guests differ by minutes; a certificate is valid from a little before it was made.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private static readonly TimeSpan RootLife = TimeSpan.FromDays(3652);

    /// <summary>The longest life that clients of Apple's and Google's accept in a server certificate.</summary>
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly string _folder;
    private readonly SecretProtector _protector;
    private readonly TimeProvider _clock;
    private readonly X509Certificate2 _issuer;

    private LocalCertificateAuthority(string folder, SecretProtector protector, TimeProvider clock, X509Certificate2 issuer)
    {
        _folder = folder;
        _protector = protector;
        _clock = clock;
        _issuer = issuer;
        Root = X509CertificateLoader.LoadCertificate(issuer.RawData);
        RootPemPath = Path.Combine(folder, "root.pem");
    }

    /// <summary>The root certificate, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Where the root certificate lies as PEM.</summary>
    public string RootPemPath { get; }

    /// <summary>Opens the data folder's authority; makes it where there is none (ECDSA P-256, ten years, key encrypted at rest).</summary>
    /// <exception cref="CataloguedException">The root has expired (AZR1009) or its key cannot be decrypted (AZR1007).</exception>
    public static LocalCertificateAuthority LoadOrCreate(DataFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(clock);
        var protector = SecretProtector.Open(folder);
        try
        {
            var keyFile = Path.Combine(folder.CertificateAuthority, "root.key");
            if (!File.Exists(keyFile))
            {
                using var made = MakeRoot(clock);
                OwnedFile.TryCreate(keyFile, Seal(protector, made, RootPurpose));
            }

            var root = Unseal(protector, File.ReadAllBytes(keyFile), RootPurpose);
            var authority = new LocalCertificateAuthority(folder.CertificateAuthority, protector, clock, root);
            authority.EnsureUsable();
            return authority;
        }
        catch
        {
            protector.Dispose();
            throw;
        }
    }

    /// <summary>The root certificate as PEM, as <c>--trust</c> and <c>SSL_CERT_FILE</c> take it.</summary>
    public string ExportRootPem() => Root.ExportCertificatePem() + "\n";

    /// <summary>
    /// A server certificate for <c>localhost</c>, 127.0.0.1, ::1 and the names and addresses given (ECDSA P-256, 397 days). The same names get the
    /// same certificate again, from the folder, until 30 days before it expires.
    /// </summary>
    /// <returns>The certificate with its key; the caller disposes it.</returns>
    public X509Certificate2 IssueServerCertificate(IEnumerable<string>? dnsNames = null, IEnumerable<IPAddress>? addresses = null)
    {
        var names = new SortedSet<string>(dnsNames ?? [], StringComparer.OrdinalIgnoreCase) { "localhost" };
        var places = new SortedSet<string>((addresses ?? []).Select(address => address.ToString()), StringComparer.Ordinal)
        {
            IPAddress.Loopback.ToString(),
            IPAddress.IPv6Loopback.ToString(),
        };
        var identity = string.Join(' ', names.Select(name => name.ToLowerInvariant()).Concat(places));
        var label = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16];
        var path = Path.Combine(_folder, $"server-{label}.key");
        if (File.Exists(path))
        {
            var kept = Unseal(_protector, File.ReadAllBytes(path), ServerPurpose + label);
            if (IsFresh(kept))
            {
                return kept;
            }

            kept.Dispose();
        }

        using var made = MakeServer(names, places);
        var sealedBytes = Seal(_protector, made, ServerPurpose + label);
        OwnedFile.Replace(path, sealedBytes);

        // Loaded from its file form: Windows' TLS takes no key that exists in memory only.
        return Unseal(_protector, sealedBytes, ServerPurpose + label);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _issuer.Dispose();
        Root.Dispose();
        _protector.Dispose();
    }

    private static X509Certificate2 MakeRoot(TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serial = Serial();
        var label = Convert.ToHexString(serial.AsSpan(0, 3));
        var request = new CertificateRequest($"CN=azsreg local CA {label}, O=azsreg", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now - ClockSkew, now + RootLife);
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // RFC 5280 §4.1.2.2: a serial number is positive.
        return serial;
    }

    private static byte[] Seal(SecretProtector protector, X509Certificate2 certificate, string purpose)
    {
        var plain = certificate.Export(X509ContentType.Pkcs12);
        var sealedBytes = protector.Protect(plain, purpose);
        CryptographicOperations.ZeroMemory(plain);
        return sealedBytes;
    }

    private static X509Certificate2 Unseal(SecretProtector protector, byte[] sealedBytes, string purpose) =>
        X509CertificateLoader.LoadPkcs12(protector.Unprotect(sealedBytes, purpose), password: null, X509KeyStorageFlags.Exportable);

    private X509Certificate2 MakeServer(IEnumerable<string> names, IEnumerable<string> places)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=azsreg", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        foreach (var place in places)
        {
            alternatives.AddIpAddress(IPAddress.Parse(place));
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = _clock.GetUtcNow();
        var until = now + ServerLife;
        using var certificate = request.Create(
            _issuer, now - ClockSkew, until < _issuer.NotAfter ? until : new DateTimeOffset(_issuer.NotAfter), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    private bool IsFresh(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime() - RenewBefore > _clock.GetUtcNow().UtcDateTime
        && certificate.IssuerName.RawData.AsSpan().SequenceEqual(Root.SubjectName.RawData);

    private void EnsureUsable()
    {
        if (_clock.GetUtcNow().UtcDateTime >= Root.NotAfter.ToUniversalTime())
        {
            throw new CataloguedException(
                ErrorCatalogue.LocalAuthorityExpired,
                string.Create(CultureInfo.InvariantCulture, $"The root in '{_folder}' was valid until {Root.NotAfter.ToUniversalTime():yyyy-MM-dd}."));
        }

        var pem = ExportRootPem();
        if (!File.Exists(RootPemPath) || File.ReadAllText(RootPemPath) != pem)
        {
            OwnedFile.Replace(RootPemPath, Encoding.ASCII.GetBytes(pem));
        }
    }
}
