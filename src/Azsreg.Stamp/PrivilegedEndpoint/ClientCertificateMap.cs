using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Protocol;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// Which client certificate stands for which account at the privileged endpoint, after WinRM's client certificate mapping: by subject and
/// issuer, or, more strictly, by the certificate's own fingerprint.
/// </summary>
public sealed class ClientCertificateMap
{
    private const long LargestFile = 1024 * 1024;
    private const int MostEntries = 1_000;
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly IReadOnlyList<Entry> _entries;
    private readonly IReadOnlyList<X509Certificate2> _authorities;

    private ClientCertificateMap(IReadOnlyList<Entry> entries, IReadOnlyList<X509Certificate2> authorities)
    {
        _entries = entries;
        _authorities = authorities;
    }

    /// <summary>Reads a mapping file: a JSON list of <c>{"user", "fingerprint"}</c> and <c>{"user", "subject", "issuer"}</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="authorities">Whose certificates count, roots and those between; needed for entries by subject.</param>
    /// <exception cref="CataloguedException">It cannot be read, or an entry says too little or makes no sense (AZR1002).</exception>
    public static ClientCertificateMap Load(string path, IReadOnlyList<X509Certificate2> authorities)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new JsonException("it is larger than 1 MiB");
            return Read(File.ReadAllBytes(path), authorities);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }
    }

    /// <exception cref="JsonException">It is no mapping.</exception>
    internal static ClientCertificateMap Read(byte[] json, IReadOnlyList<X509Certificate2> authorities)
    {
        var entries = JsonSerializer.Deserialize<List<Entry?>>(json, Json) ?? throw new JsonException("it is no list");
        if (entries.Count > MostEntries)
            throw new JsonException($"it has more than {MostEntries} entries");
        var known = authorities.Select(Fingerprint).ToHashSet();
        return new([.. entries.Select((entry, index) => Checked(entry, index + 1, known))], authorities);
    }

    /// <summary>The account a certificate stands for; or null, and why for none.</summary>
    internal (string? User, string Reason) Find(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime())
            return (null, "expired or not valid yet");
        var fingerprint = Fingerprint(certificate);
        // Named by itself it is trusted for what it is, whoever issued it.
        if (_entries.FirstOrDefault(entry => entry.Fingerprint == fingerprint) is { } exact)
            return (exact.User, "");
        var candidates = _entries.Where(entry => entry.Subject is { } subject && Names(certificate).Contains(subject, StringComparer.OrdinalIgnoreCase)).ToList();
        if (candidates.Count == 0)
            return (null, "not mapped");
        var issuers = Issuers(certificate, now);
        if (issuers.Count == 0)
            return (null, "no trusted authority has issued it for signing in");
        return candidates.FirstOrDefault(entry => entry.Issuer is null || issuers.Contains(entry.Issuer)) is { } match
            ? (match.User, "")
            : (null, "mapped for another issuer");
    }

    /// <summary>A subject is the certificate's distinguished name or, as WinRM has it, the user principal name in its alternative names.</summary>
    private static string[] Names(X509Certificate2 certificate) => [certificate.Subject, certificate.GetNameInfo(X509NameType.UpnName, forIssuer: false)];

    /// <summary>The fingerprints of the authorities above a certificate; none where they do not lead to a trusted root.</summary>
    private HashSet<string> Issuers(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities.ToArray());
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) ? [.. chain.ChainElements.Skip(1).Select(element => Fingerprint(element.Certificate))] : [];
    }

    private static Entry Checked(Entry? entry, int number, HashSet<string> authorities)
    {
        if (entry is not { User.Length: > 0 and <= 256 })
            throw new JsonException($"entry {number} has no user");
        if ((entry.Fingerprint is null) == (entry.Subject is null))
            throw new JsonException($"entry {number} must have either a fingerprint or a subject");
        if (entry.Subject is { Length: 0 or > 1024 })
            throw new JsonException($"entry {number}: the subject must have 1 to 1024 characters");
        if (entry.Subject is not null && authorities.Count == 0)
            throw new JsonException($"entry {number} is by subject, which counts only together with its issuer: name the authorities with --client-ca");
        var result = entry with { Fingerprint = Digits(entry.Fingerprint, number, "fingerprint"), Issuer = Digits(entry.Issuer, number, "issuer") };
        if (result.Issuer is { } issuer && !authorities.Contains(issuer))
            throw new JsonException($"entry {number}: the issuer is none of the authorities of --client-ca");
        return result;
    }

    private static string? Digits(string? text, int number, string what)
    {
        // openssl writes colons between the bytes, other tools blanks.
        var digits = text?.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return digits is null || (digits.Length == 64 && digits.All(char.IsAsciiHexDigit))
            ? digits
            : throw new JsonException($"entry {number}: the {what} must be a SHA-256, 64 hexadecimal digits");
    }

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private sealed record Entry
    {
        public string User { get; init; } = "";

        public string? Fingerprint { get; init; }

        public string? Subject { get; init; }

        public string? Issuer { get; init; }
    }
}
