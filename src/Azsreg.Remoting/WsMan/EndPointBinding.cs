using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Remoting.WsMan;

/// <summary>
/// The <c>tls-server-end-point</c> binding of a certificate (RFC 5929 §4.1): its hash, by the hash its own signature was made with. Made here
/// because the framework's knows no RSASSA-PSS, which Windows' certificate services sign with where they are told to, and throws.
/// </summary>
internal sealed class EndPointBinding : ChannelBinding
{
    /// <summary>Eight numbers before the data (SEC_CHANNEL_BINDINGS); all but the last two, length and offset of the data, are zero.</summary>
    private const int HeaderLength = 32;

    private static readonly Asn1Tag PssHash = new(TagClass.ContextSpecific, 0);

    private readonly int size;

    private EndPointBinding(byte[] data) : base(ownsHandle: true)
    {
        size = HeaderLength + data.Length;
        var structure = new byte[size];
        MemoryMarshal.Write(structure.AsSpan(24), data.Length);
        MemoryMarshal.Write(structure.AsSpan(28), HeaderLength);
        data.CopyTo(structure, HeaderLength);
        SetHandle(Marshal.AllocHGlobal(size));
        Marshal.Copy(structure, 0, handle, size);
    }

    public override int Size => size;

    /// <summary>Null for a certificate whose signature has no hash (Ed25519), for which RFC 5929 defines none.</summary>
    public static EndPointBinding? TryCreate(X509Certificate certificate)
    {
        var raw = certificate.GetRawCertData();
        return SignatureHash(raw) is { } hash ? new EndPointBinding([.. "tls-server-end-point:"u8, .. CryptographicOperations.HashData(hash, raw)]) : null;
    }

    protected override bool ReleaseHandle()
    {
        Marshal.FreeHGlobal(handle);
        return true;
    }

    private static HashAlgorithmName? SignatureHash(byte[] certificate)
    {
        try
        {
            var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence();
            var name = algorithm.ReadObjectIdentifier();
            if (name != "1.2.840.113549.1.1.10") return HashOf(name);
            // RFC 4055 §3.1: the hash is SHA-1 where the parameters name none.
            var parameters = algorithm.ReadSequence();
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(PssHash)
                ? HashOf(parameters.ReadSequence(PssHash).ReadSequence().ReadObjectIdentifier())
                : HashAlgorithmName.SHA256;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>By the object identifier of a signature or of a hash; MD5 and SHA-1 count as SHA-256.</summary>
    private static HashAlgorithmName? HashOf(string identifier) => identifier switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" or "1.2.840.113549.2.5" or "1.3.14.3.2.26" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" or "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" or "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" or "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
