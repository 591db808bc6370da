namespace Azsreg.Cloud.Marketplace;

/// <summary>The catalogue that comes with the program: for trying, not for use.</summary>
internal static class SampleCatalogue
{
    private const string Resource = "Azsreg.Cloud.Sample.catalogue.json";

    public static IReadOnlyList<CatalogueProduct> Read()
    {
        using var stream = typeof(SampleCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return CatalogueFile.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
