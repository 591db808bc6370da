using System.Text;
using System.Text.Json;
using Azsreg.Cloud.Marketplace.Packages;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Makes of a description what lies in the store: a version's properties in the literal form the service answers them.</summary>
internal static class ProductMaker
{
    private const int MaxSearchText = 1000;

    /// <summary>Makes it.</summary>
    /// <param name="item">The description.</param>
    /// <param name="payloadLength">The bytes of all its files, pictures not counted.</param>
    /// <param name="icons">The sizes of its pictures.</param>
    /// <param name="origin"><see cref="CatalogueProduct.FromSample"/> or <see cref="CatalogueProduct.FromFolder"/>.</param>
    /// <param name="now">When it is listed.</param>
    public static CatalogueProduct Make(ItemDescription item, long payloadLength, IEnumerable<IconSize> icons, string origin, DateTimeOffset now) => new()
    {
        Name = item.ProductName,
        FamilyKey = CatalogueProduct.KeyOf(item.Family),
        Kind = item.KindName,
        Version = item.Version,
        Origin = origin,
        MinimumStampVersion = item.MinimumStampVersion,
        MaximumStampVersion = item.MaximumStampVersion,
        Requirements = string.Join(',', item.Requires),
        Dependencies = string.Join(',', item.DependsOn),
        Icons = string.Join(',', icons.Select(icon => icon.Name)),
        SearchText = SearchText(item),
        PayloadLength = payloadLength,
        Properties = Write(json => WriteProperties(json, item, payloadLength)),
        Details = JsonSerializer.Serialize(Details(item), ProtocolJson.Default.ExtendedProductProperties),
        AddedAt = now.ToUnixTimeMilliseconds(),
    };

    private static string SearchText(ItemDescription item)
    {
        var text = string.Join(' ', item.Name, item.PublisherName, item.Family, item.Description).ToLowerInvariant();
        // It lies in an index, whose entries are bounded.
        return text.Length <= MaxSearchText ? text : text[..MaxSearchText];
    }

    private static void WriteProperties(Utf8JsonWriter json, ItemDescription item, long payloadLength)
    {
        var isExtension = item.Kind == ProductKind.VirtualMachineExtension;
        json.WriteString("displayName", item.Name);
        json.WriteString("description", item.Description);
        json.WriteString("publisherDisplayName", item.PublisherName);
        json.WriteString("publisherIdentifier", item.Publisher);
        // As recorded: an extension has these three as empty strings, an image has no vmExtensionType at all.
        json.WriteString("offer", isExtension ? "" : item.Offer);
        json.WriteString("offerVersion", isExtension ? "" : item.Version);
        json.WriteString("sku", isExtension ? "" : item.Sku ?? "");
        if (item.BillingPartNumber is { } part)
            json.WriteString("billingPartNumber", part);
        if (isExtension)
            json.WriteString("vmExtensionType", item.ExtensionType ?? item.Offer);
        json.WriteString("galleryItemIdentity", item.GalleryItemIdentity);
        json.WriteStartArray("links");
        foreach (var link in item.Links)
        {
            json.WriteStartObject();
            json.WriteString("displayName", link.DisplayName);
            json.WriteString("uri", link.Uri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (item.LegalTerms is { } terms)
            json.WriteString("legalTerms", terms);
        if (item.PrivacyPolicy is { } policy)
            json.WriteString("privacyPolicy", policy);
        json.WriteNumber("payloadLength", payloadLength);
        json.WriteString("productKind", item.KindName);
        json.WriteStartObject("productProperties");
        json.WriteString("version", item.Version);
        json.WriteEndObject();
    }

    private static ExtendedProductProperties Details(ItemDescription item) => item.Kind switch
    {
        ProductKind.VirtualMachine => new() { Version = item.Version, OsDiskImage = new OsDiskImage(item.OperatingSystem, "") },
        ProductKind.VirtualMachineExtension => new()
        {
            Version = item.Version,
            VmOsType = item.OperatingSystem,
            ComputeRole = item.ComputeRole,
            VmScaleSetEnabled = item.ScaleSets,
            SupportMultipleExtensions = item.Multiple,
            IsSystemExtension = item.System,
        },
        _ => new() { Version = item.Version },
    };

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, ProductWriter.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
