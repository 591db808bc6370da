namespace Azsreg.Protocol;

/// <summary>
/// The properties of a product. An extension has <c>offer</c>, <c>offerVersion</c> and <c>sku</c> as empty text; an image leaves
/// <c>vmExtensionType</c> out (recorded answers of the service).
/// </summary>
public sealed record ProductProperties
{
    /// <summary>The title.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The long text, HTML allowed; left out of lists on a stamp.</summary>
    public string? Description { get; init; }

    /// <summary>The publisher's name.</summary>
    public string? PublisherDisplayName { get; init; }

    /// <summary>The publisher's id.</summary>
    public string? PublisherIdentifier { get; init; }

    /// <summary>The image's offer.</summary>
    public string? Offer { get; init; }

    /// <summary>The version of the offer.</summary>
    public string? OfferVersion { get; init; }

    /// <summary>The image's SKU.</summary>
    public string? Sku { get; init; }

    /// <summary>The part number it is billed under.</summary>
    public string? BillingPartNumber { get; init; }

    /// <summary>The extension's type.</summary>
    public string? VmExtensionType { get; init; }

    /// <summary>The gallery item it becomes on the stamp.</summary>
    public string? GalleryItemIdentity { get; init; }

    /// <summary>Pictures.</summary>
    public IconUris? IconUris { get; init; }

    /// <summary>Links for a person.</summary>
    public IReadOnlyList<ProductLink>? Links { get; init; }

    /// <summary>The legal terms or where they are.</summary>
    public string? LegalTerms { get; init; }

    /// <summary>The privacy policy or where it is.</summary>
    public string? PrivacyPolicy { get; init; }

    /// <summary>What a download takes, in bytes.</summary>
    public long? PayloadLength { get; init; }

    /// <summary><c>virtualMachine</c>, <c>virtualMachineExtension</c>, <c>solution</c> or <c>resourceProvider</c>.</summary>
    public string? ProductKind { get; init; }

    /// <summary>Further properties.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("productProperties")]
    public ProductVersionProperties? Details { get; init; }

    /// <summary>Whether it goes with the asking stamp.</summary>
    public ProductCompatibility? Compatibility { get; init; }

    /// <summary>On a stamp: where its download stands.</summary>
    public string? ProvisioningState { get; init; }

    /// <summary>On a stamp, of a downloaded or imported item: where its gallery package is.</summary>
    public string? GalleryPackageBlobSasUri { get; init; }

    /// <summary>On a stamp, of a downloaded or imported item: its content.</summary>
    public ExtendedProductProperties? ProductDetailsProperties { get; init; }

    /// <summary>On a stamp of this system, of a downloaded item: the newer version Azure listed last, where there is one.</summary>
    public ProductUpdate? Updates { get; init; }

    /// <summary>The identity and no more: links may be signed.</summary>
    public override string ToString() => $"{nameof(ProductProperties)} {GalleryItemIdentity}";
}
