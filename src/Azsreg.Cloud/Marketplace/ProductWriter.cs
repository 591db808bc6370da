using System.Text.Encodings.Web;
using System.Text.Json;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>
/// Writes products for one registration. The properties lie in the store as they are answered; only what depends on the
/// registration, the device and our own address is added here, so that a page costs little more than copying.
/// </summary>
internal sealed class ProductWriter(RegistrationRecord registration, Uri cloud, string? deviceVersion, string? identitySystem)
{
    public const string Type = "Microsoft.AzureStack/registrations/products";

    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] IconSizes = ["hero", "large", "wide", "medium", "small"];

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
            // An extension has no hero picture (published answers).
            foreach (var size in IconSizes.Skip(product.Kind == "virtualMachineExtension" ? 1 : 0))
                json.WriteString(size, $"{cloud.AbsoluteUri.TrimEnd('/')}{ProductIcons.Path}/{Uri.EscapeDataString(product.Name)}/{size}.svg");
            json.WriteEndObject();
            WriteCompatibility(json, Compatibility.IssuesOf(product, registration.BillingModel, deviceVersion, identitySystem));
            json.WriteEndObject();
        }

        // Joined to the stored object: a comma for its opening brace, and its closing one is the whole's.
        return "," + System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 1, (int)buffer.Length - 2);
    }

    private static void WriteCompatibility(Utf8JsonWriter json, IReadOnlyList<string> issues)
    {
        json.WriteStartObject("compatibility");
        json.WriteBoolean("isCompatible", issues.Count == 0);
        // Recorded: the word None twice where a product fits.
        json.WriteString("message", issues.Count == 0 ? "None" : issues[0]);
        json.WriteString("description", issues.Count == 0 ? "None" : string.Join(' ', issues.Select(Compatibility.Describe)));
        json.WriteStartArray("issues");
        foreach (var issue in issues)
            json.WriteStringValue(issue);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
