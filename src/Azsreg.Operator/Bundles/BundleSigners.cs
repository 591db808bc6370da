using System.Security.Cryptography;
using Azsreg.Hosting;
using Azsreg.Operator.Documents;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>Who signs marketplace bundles: this data folder's own key, made at first use and encrypted at rest, and the signers it was told to believe.</summary>
public sealed class BundleSigners
{
    private const string Purpose = "operator/bundle-signing-key";
    private const int LongestLabel = 100;

    private readonly DataFolder _folder;
    private readonly string _keyPath;
    private readonly OperatorDocument<SignersDocument> _document;
    private readonly TimeProvider _clock;

    /// <summary>Opens the book of a data folder; nothing is made yet.</summary>
    public BundleSigners(DataFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder;
        _clock = clock;
        _keyPath = Path.Combine(folder.Operator, "bundle-signing.key");
        _document = new(Path.Combine(folder.Operator, "bundle-signers.json"), OperatorJson.Default.SignersDocument, SignersDocument.Empty, clock);
    }

    /// <summary>This data folder as a signer; makes its key where there is none.</summary>
    /// <exception cref="CataloguedException">The stored key cannot be decrypted (AZR1007).</exception>
    public BundleSigner Own()
    {
        using var key = OpenKey();
        return BundleSigner.Of(key);
    }

    /// <summary>The signers trusted beside this data folder itself, the oldest first.</summary>
    public IReadOnlyList<TrustedSigner> List() => _document.Read().Signers;

    /// <summary>Believes a signer from now on; one that is believed already keeps its day and gets the label.</summary>
    /// <param name="signer">The public key.</param>
    /// <param name="label">What to call it; at most 100 characters, null keeps the former one or takes the fingerprint's beginning.</param>
    /// <param name="cancellationToken">Ends the wait for the book.</param>
    public async Task<TrustedSigner> TrustAsync(BundleSigner signer, string? label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signer);
        TrustedSigner? entered = null;
        await _document.UpdateAsync(
            document =>
            {
                var known = document.Signers.FirstOrDefault(one => one.Signer == signer);
                var name = Cut(label) ?? known?.Label ?? signer.Fingerprint[..16];
                entered = known is null ? new TrustedSigner(signer, name, _clock.GetUtcNow()) : known with { Label = name };
                return new SignersDocument([.. document.Signers.Where(one => one != known), entered]);
            },
            cancellationToken);
        return entered!;
    }

    /// <summary>Stops believing a signer.</summary>
    /// <returns>False where it was not believed.</returns>
    public async Task<bool> ForgetAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var was = false;
        await _document.UpdateAsync(
            document =>
            {
                was = document.Signers.Any(one => one.Signer.Fingerprint == fingerprint);
                return new SignersDocument([.. document.Signers.Where(one => one.Signer.Fingerprint != fingerprint)]);
            },
            cancellationToken);
        return was;
    }

    /// <summary>What a trusted signer is called here; null where it is not trusted.</summary>
    public string? NameOf(BundleSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return List().FirstOrDefault(one => one.Signer == signer)?.Label ?? (File.Exists(_keyPath) && Own() == signer ? "this data folder" : null);
    }

    /// <summary>The private key; the caller's to dispose.</summary>
    internal ECDsa OpenKey()
    {
        using var protector = SecretProtector.Open(_folder);
        if (!File.Exists(_keyPath))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var fresh = made.ExportPkcs8PrivateKey();
            OwnedFile.TryCreate(_keyPath, protector.Protect(fresh, Purpose));
            CryptographicOperations.ZeroMemory(fresh);
        }

        var plain = protector.Unprotect(File.ReadAllBytes(_keyPath), Purpose);
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(plain, out _);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static string? Cut(string? label) =>
        string.IsNullOrWhiteSpace(label) ? null : string.Concat(label.Trim().Take(LongestLabel).Select(c => char.IsControl(c) ? ' ' : c));
}
