#pragma warning disable CA5351 // MS-NLMP hashes channel bindings with MD5.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>What NTLM says of a TLS connection in <c>MsvAvChannelBindings</c> (MS-NLMP §2.2.2.1).</summary>
internal static class TlsServerEndPoint
{
    /// <summary>The hash of the binding as a structure without addresses (RFC 4121 §4.1.1.2), whose data are those of RFC 5929 §4.1.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="signature">The hash its signature is made with; MD5 and SHA-1 count as SHA-256.</param>
    public static byte[] Hash(X509Certificate2 certificate, HashAlgorithmName signature)
    {
        var hash = signature == HashAlgorithmName.MD5 || signature == HashAlgorithmName.SHA1 ? HashAlgorithmName.SHA256 : signature;
        byte[] data = [.. "tls-server-end-point:"u8, .. CryptographicOperations.HashData(hash, certificate.RawData)];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return MD5.HashData([.. new byte[16], .. length, .. data]);
    }
}
