using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

public sealed class EndPointBindingTests
{
    [Theory]
    [InlineData("RSA", "SHA384")]
    [InlineData("RSA-PSS", "SHA512")]
    [InlineData("ECDSA", "SHA256")]
    public void TryCreate_Certificate_IsTheStructureOfWindows(string key, string hash)
    {
        using var certificate = TestCertificates.SelfSigned(key, new HashAlgorithmName(hash));

        using var binding = EndPointBinding.TryCreate(certificate)!;

        var structure = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), structure, 0, binding.Size);
        byte[] data = [.. "tls-server-end-point:"u8, .. CryptographicOperations.HashData(new HashAlgorithmName(hash), certificate.RawData)];
        structure.ShouldBe([.. new byte[24], (byte)data.Length, 0, 0, 0, 32, 0, 0, 0, .. data]);
    }

    [Fact]
    public void TryCreate_SignedWithSha1_HashesWithSha256()
    {
        // RFC 5929 §4.1. No library signs with SHA-1 any more, so the name of the algorithm is changed, and the signature left wrong.
        using var made = TestCertificates.SelfSigned("RSA");
        var raw = made.RawData.ToArray();
        foreach (var at in Occurrences(raw, Convert.FromHexString("2a864886f70d01010b"))) raw[at + 8] = 5;
        using var certificate = X509CertificateLoader.LoadCertificate(raw);
        certificate.SignatureAlgorithm.Value.ShouldBe("1.2.840.113549.1.1.5");

        using var binding = EndPointBinding.TryCreate(certificate)!;

        binding.Size.ShouldBe(32 + "tls-server-end-point:".Length + SHA256.HashSizeInBytes);
    }

    [Fact]
    public void TryCreate_SignatureWithoutAHash_IsNone()
    {
        using var made = TestCertificates.SelfSigned("RSA");
        var raw = made.RawData.ToArray();
        foreach (var at in Occurrences(raw, Convert.FromHexString("2a864886f70d01010b"))) raw[at + 8] = 99;
        using var certificate = X509CertificateLoader.LoadCertificate(raw);

        EndPointBinding.TryCreate(certificate).ShouldBeNull();
    }

    private static List<int> Occurrences(byte[] bytes, byte[] part) =>
        [.. Enumerable.Range(0, bytes.Length - part.Length).Where(at => bytes.AsSpan(at, part.Length).SequenceEqual(part))];
}
