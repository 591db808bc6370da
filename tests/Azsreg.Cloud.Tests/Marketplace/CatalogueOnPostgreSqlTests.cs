using System.IO.Compression;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;

namespace Azsreg.Cloud.Tests.Marketplace;

/// <summary>The catalogue's SQL on the other engine.</summary>
public sealed class CatalogueOnPostgreSqlTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-book-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CatalogueBook_PostgreSql_AddsListsVerifiesAndRetires()
    {
        var text = new Secret(await (await PostgreSqlServer.RequireAsync()).NewDatabaseAsync());
        using var database = SqlDatabase.PostgreSql(text);
        await SqlScripts.ApplyAsync(database, typeof(ProductStore).Assembly, "Azsreg.Cloud.Marketplace.Sql");
        var products = new ProductStore(database);
        await products.ReplaceSampleAsync(SampleCatalogue.ToProducts(TimeProvider.System.GetUtcNow()), default);
        using var book = await CatalogueBook.OpenAsync(DataFolder.Open(Path.Combine(_folder, "data")), TimeProvider.System, new CloudStorage(text));

        (await book.AddAsync(Item())).Added.ShouldBe(["contoso.thing-1.0.0"]);
        (await book.AddAsync(Item())).Unchanged.ShouldBe(["contoso.thing-1.0.0"]);
        (await book.ListAsync()).Count.ShouldBe(177);
        (await book.VerifyAsync(repair: true)).Damaged.ShouldBeEmpty();
        (await products.ListAsync(new ProductFilter { Words = ["thing"], Kind = "solution" }, null, 10, default)).Select(one => one.Name).ShouldContain("contoso.thing-1.0.0");
        (await products.ResolveAsync("bitnami.wordpress4-4", default)).ShouldBe(["bitnami.wordpress4-4-5.7.2"]);
        using var content = new ProductContent(database, products, new BlobStore(Path.Combine(_folder, "blobs"), TimeProvider.System), TimeProvider.System);
        (await content.FindAsync("icons", "bitnami.wordpress4-4-5.7.2/Large.png", default)).ShouldNotBeNull();
        (await Should.ThrowAsync<CataloguedException>(() => book.RemoveAsync(["bitnami.wordpress4-4"]))).Entry.ShouldBe(ErrorCatalogue.ItemNeeded);
        (await book.RemoveAsync(["contoso.thing", "bitnami.wordpress4-4-5.7.2"])).Removed.Count.ShouldBe(2);
        (await products.FindRetiredAsync("contoso.thing-1.0.0", default)).ShouldNotBeNull();
    }

    private string Item()
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "thing")).FullName;
        using (var zip = ZipFile.Open(Path.Combine(folder, "main.zip"), ZipArchiveMode.Update))
        {
            if (zip.Entries.Count == 0)
                zip.CreateEntry("mainTemplate.json").LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
        }

        File.WriteAllText(
            Path.Combine(folder, "item.json"),
            """
            {"kind":"solution","publisher":"contoso","publisherName":"Contoso","offer":"thing","version":"1.0.0","name":"Thing",
            "description":"Does.","containers":[{"id":"main","file":"main.zip"}],"dependsOn":["bitnami.wordpress4-4"]}
            """);
        return folder;
    }
}
