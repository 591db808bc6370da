using System.Security.Cryptography;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>Registration tokens as a stamp makes them.</summary>
internal static class Tokens
{
    public const string CloudId = "11111111-2222-4333-8444-555555555555";
    public const string OtherCloudId = "11111111-2222-4333-8444-666666666666";
    public const string ObjectId = "cfcaef15-bb27-4b6e-9752-c332532a8802";

    private static int s_nonce;

    public static RegistrationToken Unsigned(string cloudId = CloudId, string version = "1.0") => new()
    {
        Version = version,
        CloudId = cloudId,
        ObjectId = ObjectId,
        BillingModel = "Development",
        UsageReportingEnabled = true,
        MarketplaceSyndicationEnabled = true,
        HardwareInfo = [new HardwareInfo("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", 24, Cpu: ["00112233445566778899aabbccddeeff"])],
        Issuer = "issuer1",
    };

    public static RegistrationToken Signed(string cloudId = CloudId, string version = "4.0") => Unsigned(cloudId, version) with
    {
        StampVersion = "1.2311.1.22",
        Nonce = $"nonce-{Interlocked.Increment(ref s_nonce)}",
    };

    public static string Encode(this RegistrationToken token) => RegistrationTokenCodec.Encode(token);

    public static string SignedBy(this RegistrationToken token, ECDsa key) => RegistrationTokenCodec.EncodeSigned(token, key);

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
