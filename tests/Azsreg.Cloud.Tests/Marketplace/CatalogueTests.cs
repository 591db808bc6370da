using System.Text.Json;
using Azsreg.Cloud.Marketplace;
using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class CatalogueTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-catalogue-").FullName;
    private SqlDatabase _database = null!;
    private ProductStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = SqlDatabase.Sqlite(Path.Combine(_folder, "cloud.db"));
        await SqlScripts.ApplyAsync(_database, typeof(ProductStore).Assembly, "Azsreg.Cloud.Marketplace.Sql");
        _store = new ProductStore(_database);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Load_SampleCatalogue_HasAllKindsManyVersionsAndWordPress()
    {
        var products = Sample();
        var families = products.GroupBy(product => product.Name[..product.Name.LastIndexOf('-')]).ToList();
        families.Count.ShouldBeGreaterThanOrEqualTo(45);
        products.Select(product => product.Kind).Distinct().ShouldBe(
            ["virtualMachine", "virtualMachineExtension", "solution", "resourceProvider"], ignoreOrder: true);
        families.Count(family => family.Count() >= 3).ShouldBeGreaterThan(10);
        products.ShouldContain(product => product.Name == "bitnami.wordpress4-4-4.9.7");
    }

    [Fact]
    public void Read_Extension_HasEmptyOfferAndNoImageMembers()
    {
        var extension = Sample().First(product => product.Kind == "virtualMachineExtension");
        using var json = JsonDocument.Parse(extension.Properties);
        json.RootElement.GetProperty("offer").GetString().ShouldBe("");
        json.RootElement.GetProperty("offerVersion").GetString().ShouldBe("");
        json.RootElement.GetProperty("sku").GetString().ShouldBe("");
        json.RootElement.GetProperty("vmExtensionType").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Read_Image_LeavesTheExtensionTypeOut()
    {
        var image = Sample().First(product => product.Kind == "virtualMachine");
        using var json = JsonDocument.Parse(image.Properties);
        json.RootElement.TryGetProperty("vmExtensionType", out _).ShouldBeFalse();
        json.RootElement.GetProperty("payloadLength").GetInt64().ShouldBeGreaterThan(1024 * 1024);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"kind\":\"virtualMachine\"}]")]
    [InlineData("[{\"kind\":\"disk\",\"publisher\":\"a\",\"publisherName\":\"a\",\"offer\":\"o\",\"name\":\"n\",\"description\":\"d\",\"versions\":[]}]")]
    [InlineData("[{\"kind\":\"virtualMachine\",\"publisher\":\"a\",\"publisherName\":\"a\",\"offer\":\"o\",\"name\":\"n\",\"description\":\"d\",\"versions\":[{\"version\":\"1-2\",\"size\":1}]}]")]
    [InlineData("[{\"kind\":\"virtualMachine\",\"publisher\":\"a\",\"publisherName\":\"a\",\"offer\":\"o\",\"name\":\"n\",\"description\":\"d\",\"versions\":[{\"version\":\"1\",\"size\":1},{\"version\":\"1\",\"size\":1}]}]")]
    public void Read_NotACatalogue_IsRefused(string json) =>
        Should.Throw<InvalidDataException>(() => CatalogueFile.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task ListAsync_PagesByKey_GivesEachProductOnce()
    {
        var products = Sample();
        await _store.ReplaceSampleAsync(products, default);
        var seen = new List<string>();
        string? after = null;
        while (await _store.ListAsync(new ProductFilter(), after, 50, default) is { Count: > 0 } rows)
        {
            seen.AddRange(rows.Select(row => row.Key));
            after = rows[^1].Key;
        }

        seen.Count.ShouldBe(products.Count);
        seen.ShouldBe(seen.Order(StringComparer.Ordinal));
        seen.Distinct().Count().ShouldBe(products.Count);
    }

    [Fact]
    public async Task ListAsync_Search_FindsEveryWordAnywhereAndTakesWildcardsLiterally()
    {
        await _store.ReplaceSampleAsync(Sample(), default);
        (await _store.ListAsync(new ProductFilter { Words = ["WORDPRESS"] }, null, 100, default)).ShouldAllBe(product => product.Name.StartsWith("bitnami.wordpress", StringComparison.Ordinal));
        (await _store.ListAsync(new ProductFilter { Words = ["sql", "2019", "enterprise"] }, null, 100, default)).Count.ShouldBe(3);
        (await _store.ListAsync(new ProductFilter { Words = ["%"] }, null, 100, default)).ShouldBeEmpty();
        (await _store.ListAsync(new ProductFilter { Kind = "resourceProvider" }, null, 100, default)).ShouldAllBe(product => product.Kind == "resourceProvider");
    }

    private static IReadOnlyList<CatalogueProduct> Sample() => SampleCatalogue.ToProducts(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
}
