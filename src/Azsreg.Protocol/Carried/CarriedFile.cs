using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Protocol;

/// <summary>
/// Reads what people carry between a stamp and Azure. Tolerates what a journey does to a text (<see cref="TransferText"/>) and nothing else:
/// everything refused is named, with the file, the part that is wrong and who was to have signed it.
/// </summary>
public static class CarriedFile
{
    /// <summary>Reads a registration token from a file's bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What messages call it: <c>'token.txt'</c>.</param>
    /// <exception cref="CataloguedException">AZR5010 to AZR5014.</exception>
    public static CarriedToken ReadToken(ReadOnlySpan<byte> bytes, string source) => ReadToken(TextOf(bytes, source), source);

    /// <summary>Reads a registration token from a text.</summary>
    /// <param name="text">The token with whatever was pasted around it.</param>
    /// <param name="source">What messages call it: <c>The text of --token</c>.</param>
    /// <exception cref="CataloguedException">AZR5010 to AZR5014.</exception>
    public static CarriedToken ReadToken(string text, string source)
    {
        var clean = Clean(text, source);
        if (KindOf(clean) is var kind and (CarriedKind.ActivationKey or CarriedKind.ActivationKeySet))
            throw WrongKind(source, kind, CarriedKind.RegistrationToken);
        try
        {
            var (token, seal) = RegistrationTokenCodec.Inspect(clean);
            return new CarriedToken(new Secret(clean), token, seal);
        }
        catch (TokenFormatException fault)
        {
            var signer = RegistrationTokenCodec.Peek(clean) is { CloudId: { Length: > 0 and <= 64 } cloudId, PublicKey: var key }
                ? $"the stamp that calls itself cloud id {cloudId}{(key is null ? "" : $", with its key {KeyName(key)}")}"
                : "the stamp that made it";
            throw fault.Field is "signature" or "publicKey"
                ? new CataloguedException(ErrorCatalogue.RegistrationTokenAltered, $"{source}: {fault.Message} It was to be signed by {signer}.", inner: fault)
                : new CataloguedException(
                    ErrorCatalogue.RegistrationTokenUnreadable, $"{source}, field '{fault.Field}': {fault.Message} It was made by {signer}.", inner: fault);
        }
    }

    /// <summary>Reads an activation key from a file's bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="known">Public keys that are known here; null for none.</param>
    /// <param name="demandKnown">Refuses a key of a signer that is not among <paramref name="known"/>.</param>
    /// <exception cref="CataloguedException">AZR5001 to AZR5003, or AZR5010 to AZR5012.</exception>
    public static CarriedKey ReadKey(ReadOnlySpan<byte> bytes, string source, ActivationKeySet? known = null, bool demandKnown = false)
    {
        var clean = Clean(TextOf(bytes, source), source);
        if (KindOf(clean) is var kind and (CarriedKind.RegistrationToken or CarriedKind.ActivationKeySet))
            throw WrongKind(source, kind, CarriedKind.ActivationKey);
        try
        {
            var (key, keyId) = ActivationKeyCodec.Inspect(clean);
            var signer = $"It was to be signed by key {keyId} of the Azure at {key.MarketplaceEndpoint ?? "an address it does not tell"}.";
            switch (ActivationKeyCodec.VerifySignature(clean, one => known?.Find(one), out _))
            {
                // It could be read a moment ago: what its signer's key alone tells is that the end is missing.
                case ActivationKeyProblem.Malformed:
                    throw new TokenFormatException("signature", "The key's signature is shorter than its signer's; its end was cut off.");
                case ActivationKeyProblem.Altered:
                    throw new CataloguedException(ErrorCatalogue.ActivationKeyAltered, $"{source}: the signature does not fit the content. {signer}");
                case ActivationKeyProblem.NotTrusted when demandKnown:
                    throw new CataloguedException(
                        ErrorCatalogue.ActivationKeyNotTrusted, $"{source}: it names key {keyId} as its signer, which is none of the {known?.KeyIds.Count ?? 0} known here.");
                case var problem:
                    return new CarriedKey(new Secret(clean), key, keyId, IsVerified: problem == ActivationKeyProblem.None);
            }
        }
        catch (TokenFormatException fault)
        {
            throw new CataloguedException(
                ErrorCatalogue.ActivationKeyMalformed, $"{source}, part '{fault.Field}': {fault.Message} It was to be signed by the Azure the registration lies in.", inner: fault);
        }
    }

    /// <summary>What a file's bytes seem to be, by the first of them. Says nothing of whether it is whole.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="CataloguedException">It is empty, too large, no text, or a placeholder (AZR5010, AZR5011).</exception>
    public static CarriedKind KindOf(ReadOnlySpan<byte> bytes, string source) => KindOf(Clean(TextOf(bytes, source), source));

    /// <summary>Reads a key set from a file's bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="CataloguedException">It is none, or none of its keys can have signed an activation key (AZR5017).</exception>
    public static ActivationKeySet ReadKeySet(ReadOnlySpan<byte> bytes, string source)
    {
        var set = new ActivationKeySet();
        try
        {
            set.Add(TextOf(bytes, source));
            if (set.KeyIds.Count > 0)
                return set;
        }
        catch (FormatException fault)
        {
            set.Dispose();
            throw new CataloguedException(ErrorCatalogue.ActivationKeySetUnusable, $"{source}: {fault.Message}", inner: fault);
        }

        set.Dispose();
        throw new CataloguedException(ErrorCatalogue.ActivationKeySetUnusable, $"{source}: none of its keys is an RSA key of 2,048 bits or more with an id.");
    }

    internal static string FingerprintOf(Secret text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Reveal())));

    /// <summary>A short name for a public key, the same wherever the key is seen.</summary>
    internal static string KeyName(string publicKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(publicKey)))[..16];

    private static string TextOf(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            return TransferText.Decode(bytes);
        }
        catch (TokenFormatException fault)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileUnreadable, $"{source}: {fault.Message}", inner: fault);
        }
    }

    private static string Clean(string text, string source)
    {
        if (TransferText.Placeholder(text) is { } placeholder)
            throw new CataloguedException(ErrorCatalogue.CarriedPlaceholder, $"{source} is still the placeholder {placeholder}.");
        try
        {
            return TransferText.Clean(text);
        }
        catch (TokenFormatException fault)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileUnreadable, $"{source}: {fault.Message}", inner: fault);
        }
    }

    private static CarriedKind KindOf(string clean)
    {
        if (clean[0] == '{')
            return clean.Contains("\"keys\":", StringComparison.Ordinal) ? CarriedKind.ActivationKeySet : CarriedKind.Unknown;
        // The first characters tell, up to where something else than base64 begins: a damaged token is a token still.
        var length = clean.AsSpan(0, Math.Min(clean.Length, 160)).IndexOfAnyExcept(Base64Characters);
        var start = clean.AsSpan(0, (length < 0 ? Math.Min(clean.Length, 160) : length) & ~3);
        var bytes = Base64Url.DecodeFromChars(start.ToString().Replace('+', '-').Replace('/', '_'));
        var text = Encoding.UTF8.GetString(bytes);
        if (text.Length == 0 || text[0] != '{')
            return CarriedKind.Unknown;
        return text.Contains("\"alg\"", StringComparison.Ordinal) && clean.Contains('.') ? CarriedKind.ActivationKey : CarriedKind.RegistrationToken;
    }

    private static CataloguedException WrongKind(string source, CarriedKind found, CarriedKind wanted) =>
        new(ErrorCatalogue.CarriedFileOfWrongKind, $"{source} holds {NameOf(found)}; wanted is {NameOf(wanted)}.");

    private static string NameOf(CarriedKind kind) => kind switch
    {
        CarriedKind.RegistrationToken => "a registration token, which a stamp makes (azsreg offline token)",
        CarriedKind.ActivationKey => "an activation key, which Azure makes (azsreg offline key)",
        _ => "a set of public keys, which a stamp is given once (azsreg cloud keys export)",
    };

    private static readonly System.Buffers.SearchValues<char> Base64Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
}
