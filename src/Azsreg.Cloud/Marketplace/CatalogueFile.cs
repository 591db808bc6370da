using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Reads a catalogue file and writes each version's properties in the literal form the service answers them.</summary>
internal static class CatalogueFile
{
    /// <summary>A catalogue is at most this many bytes of JSON (the public one is about 1 MB).</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int MaxSearchText = 1000;

    /// <summary>Reads the products of a catalogue, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">It is not a catalogue, or names a product twice.</exception>
    public static IReadOnlyList<CatalogueProduct> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
            throw new InvalidDataException($"The catalogue is larger than {MaxBytes} bytes.");
        IReadOnlyList<CatalogueItem> items;
        try
        {
            items = JsonSerializer.Deserialize(json, CatalogueJson.Default.IReadOnlyListCatalogueItem) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The catalogue is not readable: {e.Message}", e);
        }

        var products = items.SelectMany(item => item.Versions, Make).ToList();
        var twice = products.GroupBy(product => product.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? products : throw new InvalidDataException($"The catalogue names {twice.Key} twice.");
    }

    private static CatalogueProduct Make(CatalogueItem item, CatalogueVersion version)
    {
        if (version.Version.Contains('-', StringComparison.Ordinal))
            throw new InvalidDataException($"A version holds no hyphen, as the name is split at the last one: {item.Family}-{version.Version}.");
        return new CatalogueProduct(
            $"{item.Family}-{version.Version}",
            JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString()),
            version.Version,
            item.MinimumStampVersion,
            string.Join(',', item.Requires ?? []),
            SearchText(item),
            Write(json => WriteProperties(json, item, version)),
            Write(json => WriteDetails(json, item, version)));
    }

    private static string SearchText(CatalogueItem item)
    {
        var text = string.Join(' ', item.Name, item.PublisherName, item.Family, item.Description).ToLowerInvariant();
        // It lies in an index, whose entries are bounded.
        return text.Length <= MaxSearchText ? text : text[..MaxSearchText];
    }

    private static void WriteProperties(Utf8JsonWriter json, CatalogueItem item, CatalogueVersion version)
    {
        var isExtension = item.Kind == ProductKind.VirtualMachineExtension;
        json.WriteString("displayName", item.Name);
        json.WriteString("description", item.Description);
        json.WriteString("publisherDisplayName", item.PublisherName);
        json.WriteString("publisherIdentifier", item.Publisher);
        // As recorded: an extension has these three as empty strings, an image has no vmExtensionType at all.
        json.WriteString("offer", isExtension ? "" : item.Offer);
        json.WriteString("offerVersion", isExtension ? "" : version.Version);
        json.WriteString("sku", isExtension ? "" : item.Sku ?? "");
        if (isExtension)
            json.WriteString("vmExtensionType", item.ExtensionType ?? item.Offer);
        json.WriteString("galleryItemIdentity", $"{item.Publisher}.{item.Offer}{item.Sku}.{version.Version}");
        json.WriteStartArray("links");
        json.WriteStartObject();
        json.WriteString("displayName", "Publisher");
        json.WriteString("uri", $"https://{item.Publisher}.example/");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("legalTerms", $"Sample terms: for trying azsreg only. {item.PublisherName} grants nothing by this text.");
        json.WriteString("privacyPolicy", $"https://{item.Publisher}.example/privacy");
        json.WriteNumber("payloadLength", version.Size);
        json.WriteString("productKind", JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString()));
        json.WriteStartObject("productProperties");
        json.WriteString("version", version.Version);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, CatalogueItem item, CatalogueVersion version)
    {
        json.WriteString("version", version.Version);
        if (item.Kind == ProductKind.VirtualMachineExtension)
        {
            json.WriteString("computeRole", "IaaS");
            json.WriteBoolean("isSystemExtension", false);
            json.WriteBoolean("supportMultipleExtensions", item.Multiple);
            json.WriteBoolean("vmScaleSetEnabled", item.ScaleSets);
            json.WriteString("vmOsType", item.OperatingSystem ?? "None");
        }
        else if (item.Kind == ProductKind.VirtualMachine)
        {
            json.WriteStartObject("osDiskImage");
            json.WriteString("operatingSystem", item.OperatingSystem ?? "None");
            json.WriteEndObject();
        }
        else if (item.DependsOn is { Count: > 0 } families)
        {
            json.WriteStartArray("dependentProducts");
            foreach (var family in families)
                json.WriteStringValue(family);
            json.WriteEndArray();
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<CatalogueItem>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
