using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Reads the sample catalogue's file.</summary>
internal static class CatalogueFile
{
    /// <summary>A catalogue is at most this many bytes of JSON (the public one is about 1 MB).</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads the items of a catalogue with one version each, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">It is not a catalogue, or names a product twice.</exception>
    public static IReadOnlyList<SampleItem> Read(ReadOnlySpan<byte> json)
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

        var all = items.SelectMany(item => item.Versions, Make).ToList();
        var twice = all.GroupBy(one => CatalogueProduct.KeyOf(one.Item.ProductName)).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? all : throw new InvalidDataException($"The catalogue names {twice.Key} twice.");
    }

    private static SampleItem Make(CatalogueItem item, CatalogueVersion version) => version.Version.Contains('-', StringComparison.Ordinal)
        ? throw new InvalidDataException($"A version holds no hyphen, as the name is split at the last one: {item.Offer}-{version.Version}.")
        : new SampleItem(item.Describe(version), version.Size, item.DataDisks ?? []);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<CatalogueItem>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
