using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Azsreg.Cloud.Marketplace.Packages;

/// <summary>Makes an .azpkg: what the stamp's gallery shows of a product and deploys it by. A zip in the way of open packaging, as published ones are.</summary>
internal static class GalleryPackage
{
    private const string TemplatePath = "DeploymentTemplates/DefaultTemplate.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entries of an item's package.</summary>
    /// <param name="item">The item.</param>
    /// <param name="icons">Its pictures by size.</param>
    public static IReadOnlyList<(string Name, byte[] Content)> Entries(ItemDescription item, IReadOnlyList<(IconSize Size, byte[] Content)> icons) =>
    [
        ("[Content_Types].xml", Encoding.UTF8.GetBytes(ContentTypes)),
        ("manifest.json", Text(Manifest(item, icons))),
        ("UIDefinition.json", Text(Definition())),
        (TemplatePath, Text(Template(item))),
        ("strings/resources.resjson", Text(Strings(item))),
        .. icons.Select(icon => ("icons/" + icon.Size.FileName, icon.Content)),
    ];

    // Open Packaging Conventions, part 2: every kind of part is declared by its extension.
    private const string ContentTypes =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
          <Default Extension="json" ContentType="application/json" />
          <Default Extension="resjson" ContentType="application/json" />
          <Default Extension="png" ContentType="image/png" />
        </Types>
        """;

    private static JsonObject Manifest(ItemDescription item, IReadOnlyList<(IconSize Size, byte[] Content)> icons) => new()
    {
        ["$schema"] = "https://gallery.azure.com/schemas/2015-10-01/manifest.json#",
        ["name"] = item.GalleryName,
        ["publisher"] = item.Publisher,
        ["version"] = item.Version,
        ["displayName"] = "ms-resource:displayName",
        ["publisherDisplayName"] = "ms-resource:publisherDisplayName",
        ["publisherLegalName"] = "ms-resource:publisherDisplayName",
        ["summary"] = "ms-resource:summary",
        ["longSummary"] = "ms-resource:summary",
        ["description"] = "ms-resource:description",
        ["uiDefinition"] = new JsonObject { ["path"] = "UIDefinition.json" },
        ["artifacts"] = new JsonArray(new JsonObject
        {
            ["name"] = "DefaultTemplate",
            ["type"] = "Template",
            ["path"] = TemplatePath.Replace('/', '\\'),
            ["isDefault"] = true,
        }),
        ["categories"] = new JsonArray(item.Kind == ProductKind.VirtualMachine ? "virtualMachine" : "custom"),
        ["images"] = new JsonArray(new JsonObject
        {
            ["context"] = "ibiza",
            ["items"] = new JsonArray([.. icons.Select(icon => new JsonObject
            {
                ["id"] = icon.Size.Name,
                ["path"] = "icons\\" + icon.Size.FileName,
                ["type"] = "icon",
            })]),
        }),
        ["links"] = new JsonArray([.. item.Links.Select(link => new JsonObject { ["displayName"] = link.DisplayName, ["uri"] = link.Uri })]),
    };

    private static JsonObject Definition() => new()
    {
        ["$schema"] = "https://gallery.azure.com/schemas/2015-02-12/UIDefinition.json#",
        ["createDefinition"] = new JsonObject
        {
            ["createBlade"] = new JsonObject { ["name"] = "DeployFromTemplateBlade", ["extension"] = "HubsExtension" },
        },
    };

    private static JsonObject Strings(ItemDescription item) => new()
    {
        ["displayName"] = item.Name,
        ["publisherDisplayName"] = item.PublisherName,
        // The gallery takes at most 100 characters of a summary.
        ["summary"] = item.Description.Length <= 100 ? item.Description : item.Description[..97] + "...",
        ["description"] = item.Description,
    };

    private static JsonObject Template(ItemDescription item) => new()
    {
        ["$schema"] = "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
        ["contentVersion"] = "1.0.0.0",
        ["parameters"] = item.Kind switch
        {
            ProductKind.VirtualMachine => Parameters(("vmName", "string"), ("adminUsername", "string"), ("adminPassword", "securestring"), ("networkInterfaceId", "string")),
            ProductKind.VirtualMachineExtension => Parameters(("vmName", "string"), ("settings", "object")),
            _ => Parameters(("artifactsLocation", "string")),
        },
        ["resources"] = item.Kind switch
        {
            ProductKind.VirtualMachine => new JsonArray(Machine(item)),
            ProductKind.VirtualMachineExtension => new JsonArray(Extension(item)),
            _ => new JsonArray(Nested()),
        },
    };

    private static JsonObject Parameters(params (string Name, string Type)[] parameters) =>
        new(parameters.Select(one => new KeyValuePair<string, JsonNode?>(one.Name, new JsonObject { ["type"] = one.Type })));

    private static JsonObject Machine(ItemDescription item) => new()
    {
        ["type"] = "Microsoft.Compute/virtualMachines",
        ["apiVersion"] = "2017-12-01",
        ["name"] = "[parameters('vmName')]",
        ["location"] = "[resourceGroup().location]",
        ["properties"] = new JsonObject
        {
            ["hardwareProfile"] = new JsonObject { ["vmSize"] = "Standard_A2" },
            ["osProfile"] = new JsonObject
            {
                ["computerName"] = "[parameters('vmName')]",
                ["adminUsername"] = "[parameters('adminUsername')]",
                ["adminPassword"] = "[parameters('adminPassword')]",
            },
            ["storageProfile"] = new JsonObject
            {
                ["imageReference"] = new JsonObject
                {
                    ["publisher"] = item.Publisher, ["offer"] = item.Offer, ["sku"] = item.Sku ?? "", ["version"] = item.Version,
                },
                ["osDisk"] = new JsonObject { ["createOption"] = "FromImage" },
            },
            ["networkProfile"] = new JsonObject
            {
                ["networkInterfaces"] = new JsonArray(new JsonObject { ["id"] = "[parameters('networkInterfaceId')]" }),
            },
        },
    };

    private static JsonObject Extension(ItemDescription item) => new()
    {
        ["type"] = "Microsoft.Compute/virtualMachines/extensions",
        ["apiVersion"] = "2017-12-01",
        ["name"] = $"[concat(parameters('vmName'), '/{item.ExtensionType}')]",
        ["location"] = "[resourceGroup().location]",
        ["properties"] = new JsonObject
        {
            ["publisher"] = item.Publisher,
            ["type"] = item.ExtensionType,
            // An extension is asked for by the first two parts of its version.
            ["typeHandlerVersion"] = string.Join('.', item.Version.Split('.').Take(2)),
            ["autoUpgradeMinorVersion"] = true,
            ["settings"] = "[parameters('settings')]",
        },
    };

    private static JsonObject Nested() => new()
    {
        ["type"] = "Microsoft.Resources/deployments",
        ["apiVersion"] = "2017-05-10",
        ["name"] = "main",
        ["properties"] = new JsonObject
        {
            ["mode"] = "Incremental",
            ["templateLink"] = new JsonObject { ["uri"] = "[concat(parameters('artifactsLocation'), '/mainTemplate.json')]" },
        },
    };

    private static byte[] Text(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString(Json).ReplaceLineEndings("\n"));
}
