using System.Text.Json;

namespace Azsreg.Cloud.Registrations;

/// <summary>The provider's operations, for role definitions and those who write them.</summary>
internal static class ProviderOperations
{
    private const string Provider = "Azure Stack Resource Provider";
    private const string Registration = "Azure Stack Registration";
    private const string Product = "Azure Stack Marketplace Product";
    private const string Customer = "Azure Stack Customer Subscription";

    private static readonly (string Name, string? Resource, string Operation, string Description)[] All =
    [
        ("register/action", null, "Register Subscription for Azure Stack", "Registers a subscription with the Microsoft.AzureStack resource provider"),
        ("Operations/read", null, "Read Resource Provider Operations", "Lists the operations of the resource provider"),
        ("registrations/read", Registration, "Get Azure Stack Registration", "Gets the properties of an Azure Stack registration"),
        ("registrations/write", Registration, "Create Azure Stack Registration", "Creates or updates an Azure Stack registration"),
        ("registrations/delete", Registration, "Delete Azure Stack Registration", "Deletes an Azure Stack registration"),
        ("registrations/getActivationKey/action", Registration, "Get Azure Stack Activation Key", "Gets the latest Azure Stack activation key"),
        ("registrations/products/read", Product, "Get Azure Stack Marketplace Product", "Gets the properties of an Azure Stack Marketplace product"),
        ("registrations/products/listDetails/action", Product, "Get Azure Stack Marketplace Product Details", "Retrieves extended details for an Azure Stack Marketplace product"),
        ("registrations/products/listProducts/action", Product, "List Azure Stack Marketplace Products", "Lists the Azure Stack Marketplace products for a device"),
        ("registrations/products/getProducts/action", Product, "Get Azure Stack Marketplace Products", "Retrieves the Azure Stack Marketplace products for a device"),
        ("registrations/products/getProduct/action", Product, "Get Azure Stack Marketplace Product for a device", "Retrieves an Azure Stack Marketplace product for a device"),
        ("registrations/products/uploadProductLog/action", Product, "Upload Azure Stack Marketplace Product Log", "Records what a device did with an Azure Stack Marketplace product"),
        ("registrations/customerSubscriptions/read", Customer, "Get Azure Stack Customer Subscription", "Gets the properties of an Azure Stack customer subscription"),
        ("registrations/customerSubscriptions/write", Customer, "Create Azure Stack Customer Subscription", "Creates or updates an Azure Stack customer subscription"),
        ("registrations/customerSubscriptions/delete", Customer, "Delete Azure Stack Customer Subscription", "Deletes an Azure Stack customer subscription"),
    ];

    /// <summary>The list as it is answered.</summary>
    public static byte[] Json { get; } = Write();

    private static byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var (name, resource, operation, description) in All)
            {
                json.WriteStartObject();
                json.WriteString("name", "Microsoft.AzureStack/" + name);
                json.WriteStartObject("display");
                json.WriteString("provider", Provider);
                if (resource is not null)
                    json.WriteString("resource", resource);
                json.WriteString("operation", operation);
                json.WriteString("description", description);
                json.WriteEndObject();
                json.WriteString("origin", "user,system");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
