using System.Text.Encodings.Web;
using System.Text.Json;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace.Packages;
using Azsreg.Cloud.Registrations;

namespace Azsreg.Cloud.Marketplace;

/// <summary>
/// Writes products for one registration. The properties lie in the store as they are answered; only what depends on the
/// registration, the device and our own address is added here, so that a page costs little more than copying.
/// </summary>
internal sealed class ProductWriter(RegistrationRecord registration, AskingDevice device, BlobLinks links)
{
    public const string Type = "Microsoft.AzureStack/registrations/products";

    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(Utf8JsonWriter json, CatalogueProduct product)
    {
        json.WriteStartObject();
        json.WriteString("id", registration.Id + "/products/" + product.Name);
        json.WriteString("name", registration.Name + "/" + product.Name);
        json.WriteString("type", Type);
        json.WritePropertyName("properties");
        json.WriteRawValue(product.Properties[..^1] + Tail(product) + "}", skipInputValidation: true);
        json.WriteEndObject();
    }

    private string Tail(CatalogueProduct product)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("iconUris");
            var sizes = product.Icons.Split(',', StringSplitOptions.RemoveEmptyEntries);
            foreach (var icon in IconSize.All.Where(icon => sizes.Contains(icon.Name)))
                json.WriteString(icon.Name, links.Public(BlobAccount.Icons, $"{product.Name}/{icon.FileName}"));
            json.WriteEndObject();
            WriteCompatibility(json, Compatibility.IssuesOf(product, device));
            json.WriteEndObject();
        }

        // Joined to the stored object: a comma for its opening brace, and its closing one is the whole's.
        return "," + System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 1, (int)buffer.Length - 2);
    }

    private static void WriteCompatibility(Utf8JsonWriter json, IReadOnlyList<(string Issue, string Sentence)> issues)
    {
        // Recorded: the word None twice where a product fits; where not, the published example has one text twice.
        var text = issues.Count == 0 ? "None" : string.Join(' ', issues.Select(issue => issue.Sentence));
        json.WriteStartObject("compatibility");
        json.WriteBoolean("isCompatible", issues.Count == 0);
        json.WriteString("message", text);
        json.WriteString("description", text);
        json.WriteStartArray("issues");
        foreach (var (issue, _) in issues)
            json.WriteStringValue(issue);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
