using System.Security.Cryptography;

namespace Azsreg.Protocol.Tests.Bundles;

/// <summary>A manifest with one extension and one image that shares its package.</summary>
internal static class SampleBundle
{
    public const string Package = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public const string Archive = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static BundleManifest Manifest() => new()
    {
        FormatVersion = 1,
        Created = new DateTimeOffset(2026, 11, 22, 21, 0, 0, TimeSpan.Zero),
        CreatedBy = "azsreg 1.0.0",
        Source = new BundleSource("Local", "https://localhost:20000/", "/subscriptions/8f2a/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r", "5b0a7e8d", "owner@contoso.onmicrosoft.com"),
        Products =
        [
            new BundleProduct
            {
                Name = "microsoft.azure.extensions.customscript-2.1.6",
                Properties = new ProductProperties { DisplayName = "Custom Script", LegalTerms = "Be kind.", IconUris = new IconUris(Small: BundleContent.Reference(Package)) },
                Details = new ExtendedProduct(
                    BundleContent.Reference(Package), "virtualMachineExtension", new ExtendedProductProperties { Version = "2.1.6", SourceBlob = new SourceBlob(BundleContent.Reference(Archive)) }),
                Terms = new BundleTerms("owner@contoso.onmicrosoft.com", new DateTimeOffset(2026, 11, 22, 20, 0, 0, TimeSpan.Zero)),
            },
        ],
        Files = [new BundleFile(BundleFile.PathOf(Package), Package, 4), new BundleFile(BundleFile.PathOf(Archive), Archive, 5, "rL0Y20zC+Fzt72VPzMSk2A==")],
    };
}
