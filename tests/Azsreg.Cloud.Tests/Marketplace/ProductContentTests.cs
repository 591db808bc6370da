using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class ProductContentTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-content-").FullName;
    private readonly ManualClock _clock = new();
    private SqlDatabase _database = null!;
    private BlobStore _blobs = null!;
    private ProductStore _products = null!;
    private ProductContent _content = null!;

    public async ValueTask InitializeAsync()
    {
        _database = SqlDatabase.Sqlite(Path.Combine(_folder, "cloud.db"));
        await SqlScripts.ApplyAsync(_database, typeof(ProductStore).Assembly, "Azsreg.Cloud.Marketplace.Sql");
        _blobs = new BlobStore(Path.Combine(_folder, "blobs"), _clock);
        _products = new ProductStore(_database);
        _content = new ProductContent(_database, _products, _blobs, _clock);
        await _products.ReplaceSampleAsync(SampleCatalogue.ToProducts(_clock.Now), default);
    }

    public ValueTask DisposeAsync()
    {
        _content.Dispose();
        _database.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ListAsync_Sample_IsMadeWhenFirstAskedForAndHasTheLengthListed()
    {
        System.IO.Directory.Exists(Path.Combine(_folder, "blobs")).ShouldBeFalse();
        var product = (await _products.FindAsync("microsoft.compute.VMAccessAgent-2.4.8", default))!;
        var files = await _content.ListAsync(product, BlobAccount.Packages, default);
        files.Sum(file => file.Length).ShouldBe(product.PayloadLength);
        files.ShouldAllBe(file => _blobs.Find(file.Container, file.Content) != null);
    }

    [Fact]
    public async Task ListAsync_LostContentOfTheSample_IsMadeAgainByteForByte()
    {
        var product = (await _products.FindAsync("microsoft.compute.VMAccessAgent-2.4.8", default))!;
        var files = await _content.ListAsync(product, BlobAccount.Packages, default);
        _blobs.Delete(BlobAccount.Packages, files[0].Sha256);

        (await _content.ListAsync(product, BlobAccount.Packages, default)).ShouldBe(files);
        (await _blobs.FindDamageAsync(BlobAccount.Packages, files[0].Content, default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindAsync_IconOfEachVersion_IsTheSameContent()
    {
        var first = await _content.FindAsync("icons", "bitnami.wordpress4-4-4.9.7/Large.png", default);
        var second = await _content.FindAsync("icons", "Bitnami.WordPress4-4-5.7.2/Large.png", default);
        second!.Content.ShouldBe(first!.Content);
        (await _content.FindAsync("icons", "bitnami.wordpress4-4-4.9.7/Other.png", default)).ShouldBeNull();
        (await _content.FindAsync("packages", "bitnami.wordpress4-4-4.9.7/Large.png", default)).ShouldBeNull();
    }

    [Fact]
    public async Task EnterAsync_MoreThanAreKept_DropsTheOldestOfThatStampOnly()
    {
        await _database.TransactAsync((connection, transaction) => connection.ExecuteAsync(
            """
            insert into marketplace_logs (cloud_key, log_id, product_id, product_key, subscription_id, resource_group, registration_name, started_at, ended_at)
            values (@cloud, @id, 'a-1', 'a-1', 's', 'g', 'r', 1, 1)
            """,
            Enumerable.Range(0, ProductLogs.MostEntries).Select(index => new { cloud = "one", id = $"0000-{index:d4}" })
                .Append(new { cloud = "two", id = "0000-0000" }),
            transaction));

        await new ProductLogs(_database, _clock).EnterAsync(Registration("one"), "a-1", new MarketplaceProductLogUpdate("Download", "Succeeded"), default);

        await using var connection = await _database.OpenAsync();
        (await connection.QueryAsync<(string, long, string)>("select cloud_key, count(*), min(log_id) from marketplace_logs group by cloud_key order by cloud_key"))
            .ShouldBe([("one", ProductLogs.MostEntries, "0000-0001"), ("two", 1, "0000-0000")]);
    }

    private RegistrationRecord Registration(string cloudId) => new()
    {
        CloudId = cloudId,
        SubscriptionId = "s",
        ResourceGroup = "g",
        Name = "r",
        BillingModel = "Development",
        MarketplaceSyndication = true,
        UsageReporting = true,
        TokenFields = "{}",
        TokenHash = "",
        Tags = new Dictionary<string, string>(),
        Etag = "",
        CreatedAt = _clock.Now,
        UpdatedAt = _clock.Now,
    };
}
