using Azsreg.Cloud.Marketplace.Packages;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The catalogue that comes with the program: for trying, not for use.</summary>
internal static class SampleCatalogue
{
    /// <summary>Goes up whenever products or what is made of them change, so that a data folder of an earlier program gets them anew.</summary>
    public const string Version = "2";

    private const string Resource = "Azsreg.Cloud.Sample.catalogue.json";

    private static readonly Lazy<IReadOnlyDictionary<string, SampleItem>> ByKey = new(() =>
        Read().ToDictionary(one => CatalogueProduct.KeyOf(one.Item.ProductName)));

    /// <summary>The sample's own description of a product; null where the sample has none of that name.</summary>
    public static SampleItem? Find(string productKey) => ByKey.Value.GetValueOrDefault(productKey);

    public static IReadOnlyList<SampleItem> Read()
    {
        using var stream = typeof(SampleCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return CatalogueFile.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The products with their true lengths. None of their files is made; that takes no more than the catalogue's reading.</summary>
    public static IReadOnlyList<CatalogueProduct> ToProducts(DateTimeOffset now) =>
    [
        .. from family in Read().GroupBy(one => one.Item.Family)
           let icons = SampleContent.Icons(family.First().Item)
           from one in family
           let length = SampleContent.PackageParts(one, icons).Sum(part => part.Length)
           select ProductMaker.Make(one.Item, length, IconSize.Of(one.Item.Kind), CatalogueProduct.FromSample, now),
    ];
}
