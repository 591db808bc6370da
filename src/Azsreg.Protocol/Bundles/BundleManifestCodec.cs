using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>Writes, signs and reads a bundle's manifest.</summary>
public static class BundleManifestCodec
{
    /// <summary>The manifest's name in the bundle's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The largest manifest that is read, in bytes; ten thousand products with long descriptions take about a third.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    internal const string PayloadType = "application/vnd.azsreg.marketplace-bundle+json";

    /// <summary>Signs a manifest and writes it.</summary>
    /// <param name="manifest">The content.</param>
    /// <param name="key">The signer's private key, on P-256.</param>
    public static byte[] Encode(BundleManifest manifest, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var payload = JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.BundleManifest);
        var signer = BundleSigner.Of(key);
        var envelope = new BundleEnvelope
        {
            PayloadType = PayloadType,
            Payload = Convert.ToBase64String(payload),
            Signatures =
            [
                new BundleSignature
                {
                    Keyid = signer.Fingerprint,
                    Sig = Convert.ToBase64String(key.SignData(Signed(payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                    PublicKey = signer.PublicKey,
                },
            ],
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(envelope, BundleJson.Default.BundleEnvelope), (byte)'\n'];
    }

    /// <summary>Reads a manifest and judges its signature, but neither its signer nor what it says (<see cref="BundleRules"/>).</summary>
    /// <exception cref="CataloguedException">It is none or not whole (AZR6071), or of a newer format (AZR6072).</exception>
    public static SignedBundle Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw Unreadable($"It is larger than {MaxBytes >> 20} MiB.");
        var envelope = ReadEnvelope(TextOf(bytes));
        if (envelope.PayloadType != PayloadType)
            throw Unreadable("It is a signed envelope of something else: its payloadType is none of a bundle.");
        if (envelope.Signatures is not [{ } signature])
            throw Unreadable($"It is signed {envelope.Signatures.Count} times, not once.");
        if (!BundleSigner.TryRead(signature.PublicKey, out var signer))
            throw Unreadable("The signer's public key is none on the curve P-256.");
        var payload = FromBase64(envelope.Payload, "payload");
        var isWhole = signature.Keyid == signer.Fingerprint && signer.HasSigned(Signed(payload), FromBase64(signature.Sig, "signature"));
        return new SignedBundle(ReadPayload(payload), signer, isWhole);
    }

    /// <summary>What is signed: DSSE's pre-authentication encoding, which binds the type to the bytes.</summary>
    private static byte[] Signed(byte[] payload) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} ")),
        .. payload,
    ];

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return TransferText.Decode(bytes, MaxBytes).Trim('\uFEFF', ' ', '\t', '\r', '\n', '\0');
        }
        catch (TokenFormatException fault)
        {
            throw Unreadable("It is neither UTF-8 nor UTF-16 text.", fault);
        }
    }

    private static BundleEnvelope ReadEnvelope(string text)
    {
        if (text.Length == 0)
            throw Unreadable("It is empty.");
        try
        {
            return JsonSerializer.Deserialize(text, BundleJson.Strict.BundleEnvelope) ?? throw Unreadable("It is empty.");
        }
        catch (JsonException fault)
        {
            throw Unreadable(text[^1] == '}' ? $"It is no signed envelope: its JSON cannot be read at {Place(fault)}." : "It ends in the middle: the rest was cut off.", fault);
        }
    }

    private static BundleManifest ReadPayload(byte[] payload)
    {
        try
        {
            DemandFormat(payload);
            return JsonSerializer.Deserialize(payload, BundleJson.Strict.BundleManifest) ?? throw Unreadable("Its content is empty.");
        }
        catch (JsonException fault)
        {
            throw Unreadable($"Its content cannot be read at {Place(fault)}.", fault);
        }
    }

    /// <summary>First of all: a later format may have changed anything else.</summary>
    private static void DemandFormat(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("formatVersion", out var found) || found.ValueKind != JsonValueKind.Number
            || !found.TryGetInt32(out var version) || version < 1)
        {
            throw Unreadable("Its content tells no formatVersion of 1 or more.");
        }

        if (version > BundleManifest.CurrentFormat)
            throw new CataloguedException(ErrorCatalogue.BundleFormatNewer, $"It is of format {version}; this program reads up to {BundleManifest.CurrentFormat}.");
    }

    private static byte[] FromBase64(string text, string part)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException fault)
        {
            throw Unreadable($"Its {part} is no base64.", fault);
        }
    }

    private static string Place(JsonException fault) => fault.Path is { Length: > 1 } path ? $"'{path.TrimStart('$', '.')}'" : $"line {(fault.LineNumber ?? 0) + 1}";

    private static CataloguedException Unreadable(string detail, Exception? cause = null) =>
        new(ErrorCatalogue.BundleManifestUnreadable, $"{FileName}: {detail}", inner: cause);
}
