using System.Text.Json;
using System.Text.RegularExpressions;
using Azsreg.Cloud.Marketplace.Packages;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>Reads <c>item.json</c>; docs/catalogue.md describes it.</summary>
internal static partial class DescriptionReader
{
    public const int MaxBytes = 1024 * 1024;

    private const int LongestName = 200;

    private static readonly TextForm Word = new(WordPattern(), "letters, digits, dots, hyphens and underscores, beginning with a letter or digit");
    private static readonly TextForm VersionForm = new(VersionPattern(), "as a word, but without hyphen, as a product's name is split at the last one");
    private static readonly TextForm StampVersion = new(StampVersionPattern(), "a version such as 1.2311.1.22");
    private static readonly string[] Kinds = ["virtualMachine", "virtualMachineExtension", "solution", "resourceProvider"];
    private static readonly string[] OperatingSystems = ["None", "Windows", "Linux"];
    private static readonly string[] ComputeRoles = ["None", "IaaS", "PaaS"];

    /// <summary>Reads it.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    /// <returns>Null where something is wrong.</returns>
    public static (ItemDescription Item, ItemFiles Files)? Read(ReadOnlyMemory<byte> json, List<string> problems)
    {
        if (json.Length > MaxBytes)
        {
            problems.Add($"the description is larger than {MaxBytes} bytes");
            return null;
        }

        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var before = problems.Count;
            var read = Read(new JsonFields(document.RootElement, "", problems));
            return problems.Count == before ? read : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter: a text with a lone surrogate, which is no text.
            problems.Add(exception is JsonException at
                ? $"the description is no JSON: line {at.LineNumber + 1}, position {at.BytePositionInLine + 1}"
                : "the description holds a text that is not UTF-8");
            return null;
        }
    }

    private static (ItemDescription Item, ItemFiles Files) Read(JsonFields fields)
    {
        var kind = (ProductKind)Math.Max(0, Array.IndexOf(Kinds, fields.Choice("kind", Kinds, isNeeded: true)));
        var item = new ItemDescription
        {
            Kind = kind,
            Publisher = fields.Text("publisher", 60, Word),
            PublisherName = fields.Text("publisherName", 200),
            Offer = fields.Text("offer", 60, Word),
            Sku = fields.OptionalText("sku", 60, Word),
            Version = fields.Text("version", 60, VersionForm),
            Name = fields.Text("name", 200),
            Description = fields.Text("description", 16_000),
            LegalTerms = fields.OptionalText("legalTerms", 64_000),
            PrivacyPolicy = fields.OptionalText("privacyPolicy", 2000),
            BillingPartNumber = fields.OptionalText("billingPartNumber", 100, Word),
            Links = [.. fields.Objects("links", 20).Select(ReadLink)],
            MinimumStampVersion = fields.OptionalText("minimumStampVersion", 40, StampVersion),
            MaximumStampVersion = fields.OptionalText("maximumStampVersion", 40, StampVersion),
            Requires = ReadRequirements(fields),
            DependsOn = fields.Texts("dependsOn", 50, LongestName, Word),
            OperatingSystem = kind is ProductKind.VirtualMachine or ProductKind.VirtualMachineExtension
                ? fields.Choice("operatingSystem", OperatingSystems, isNeeded: true) ?? "None"
                : "None",
        };
        var files = new ItemFiles
        {
            GalleryPackage = kind == ProductKind.ResourceProvider ? null : fields.OptionalText("galleryPackage", 1000),
            Icons = ReadIcons(fields),
        };
        (item, files) = kind switch
        {
            ProductKind.VirtualMachine => (item, ReadDisks(fields, files)),
            ProductKind.VirtualMachineExtension => ReadExtension(fields, item, files),
            _ => (item, ReadContainers(fields, files)),
        };
        if (item.ProductName.Length > LongestName)
            fields.Add("publisher", $"with offer, sku and version make a name of more than {LongestName} characters");
        if (AskingDevice.TryReadVersion(item.MinimumStampVersion, out var least) && AskingDevice.TryReadVersion(item.MaximumStampVersion, out var most) && least > most)
            fields.Add("minimumStampVersion", "is above \"maximumStampVersion\": it would fit no stamp");
        fields.RefuseOthers();
        return (item, files);
    }

    private static ProductLink ReadLink(JsonFields fields)
    {
        var link = new ProductLink(fields.Text("displayName", 200), fields.Text("uri", 2000));
        if (link.Uri.Length > 0 && !(Uri.TryCreate(link.Uri, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            fields.Add("uri", "is no web address");
        fields.RefuseOthers();
        return link;
    }

    private static IReadOnlyList<string> ReadRequirements(JsonFields fields)
    {
        var requirements = fields.Texts("requires", 10, 100);
        if (requirements.Except(Compatibility.Names).Any())
            fields.Add("requires", $"holds only {string.Join(", ", Compatibility.Names)}");
        return requirements;
    }

    private static List<(IconSize, string)> ReadIcons(JsonFields fields)
    {
        var icons = new List<(IconSize, string)>();
        if (fields.Object("icons") is not { } named)
            return icons;
        foreach (var size in IconSize.All)
        {
            if (named.OptionalText(size.Name, 1000) is { } path)
                icons.Add((size, path));
        }

        // The published import refuses an item that lacks one of these.
        foreach (var size in IconSize.All.Skip(1).Where(size => !icons.Exists(icon => icon.Item1 == size)))
            named.Add(size.Name, "is missing: an item brings all of large, wide, medium and small, or none");
        named.RefuseOthers();
        return icons;
    }

    private static ItemFiles ReadDisks(JsonFields fields, ItemFiles files)
    {
        var disks = new List<(int, string)>();
        foreach (var disk in fields.Objects("dataDisks", 32))
        {
            disks.Add((disk.Number("lun", 0, 63), disk.Text("file", 1000)));
            disk.RefuseOthers();
        }

        if (disks.DistinctBy(disk => disk.Item1).Count() < disks.Count)
            fields.Add("dataDisks", "gives a \"lun\" twice");
        return files with { OsDisk = fields.Text("osDisk", 1000), DataDisks = disks };
    }

    private static (ItemDescription, ItemFiles) ReadExtension(JsonFields fields, ItemDescription item, ItemFiles files)
    {
        if (fields.Object("extension") is not { } extension)
        {
            fields.Add("extension", "is missing");
            return (item, files);
        }

        var read = (
            item with
            {
                ExtensionType = extension.OptionalText("type", 100, Word) ?? item.Offer,
                ComputeRole = extension.Choice("computeRole", ComputeRoles) ?? "IaaS",
                ScaleSets = extension.Flag("scaleSets"),
                Multiple = extension.Flag("multiple"),
                System = extension.Flag("system"),
            },
            files with { Extension = extension.Text("file", 1000) });
        extension.RefuseOthers();
        return read;
    }

    private static ItemFiles ReadContainers(JsonFields fields, ItemFiles files)
    {
        var containers = new List<(string, string, string)>();
        foreach (var container in fields.Objects("containers", 50))
        {
            containers.Add((container.Text("id", 60, Word), container.OptionalText("type", 60, Word) ?? "zip", container.Text("file", 1000)));
            container.RefuseOthers();
        }

        if (containers.Count == 0)
            fields.Add("containers", "is missing: it lists at least one");
        if (containers.DistinctBy(container => container.Item1.ToUpperInvariant()).Count() < containers.Count)
            fields.Add("containers", "gives an \"id\" twice");
        return files with { Containers = containers };
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[0-9]{1,5}(\.[0-9]{1,5}){1,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StampVersionPattern();
}
