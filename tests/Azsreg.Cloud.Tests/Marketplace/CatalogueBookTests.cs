using System.IO.Compression;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Marketplace.Packages;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class CatalogueBookTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-book-").FullName;
    private readonly ManualClock _clock = new() { Now = TimeProvider.System.GetUtcNow() };
    private DataFolder _data = null!;
    private SqlDatabase _database = null!;
    private CatalogueBook _book = null!;

    public async ValueTask InitializeAsync()
    {
        _data = DataFolder.Open(Path.Combine(_folder, "data"));
        _database = SqlDatabase.Sqlite(Path.Combine(_data.Cloud, "cloud.db"));
        await SqlScripts.ApplyAsync(_database, typeof(ProductStore).Assembly, "Azsreg.Cloud.Marketplace.Sql");
        _book = await CatalogueBook.OpenAsync(_data, _clock);
    }

    public ValueTask DisposeAsync()
    {
        _book.Dispose();
        _database.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OpenAsync_NoCloudThere_SaysSo() =>
        (await Should.ThrowAsync<CataloguedException>(() => CatalogueBook.OpenAsync(DataFolder.Open(Path.Combine(_folder, "other")), _clock)))
        .Entry.ShouldBe(ErrorCatalogue.NoCatalogueHere);

    [Fact]
    public async Task AddAsync_Image_IsListedWithItsTrueLengthAndItsFiles()
    {
        var folder = Image("1.0.0");
        (await _book.AddAsync(folder)).Added.ShouldBe(["contoso.router-1.0.0"]);

        var entry = (await _book.ListAsync()).ShouldHaveSingleItem();
        var files = await FilesAsync();
        entry.PayloadLength.ShouldBe(files.Where(file => file.Container == "packages").Sum(file => file.Length));
        files.Select(file => file.Name).ShouldBe(
            ["Hero.png", "Large.png", "Medium.png", "Small.png", "Wide.png", "contoso.router.1.0.0.azpkg", "osdisk.vhd"], ignoreOrder: true);
        (await _book.VerifyAsync()).Damaged.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddAsync_AnotherBlobFolder_TakesTheContent()
    {
        var elsewhere = Path.Combine(_folder, "elsewhere");
        using var book = await CatalogueBook.OpenAsync(_data, _clock, new CloudStorage(BlobFolder: elsewhere));
        await book.AddAsync(Image("1.0.0"));
        Contents().ShouldBeEmpty();
        System.IO.Directory.Exists(Path.Combine(elsewhere, "packages")).ShouldBeTrue();
    }

    [Fact]
    public async Task AddAsync_SameAgain_ChangesNothing()
    {
        var folder = Image("1.0.0");
        await _book.AddAsync(folder);
        var again = await _book.AddAsync(folder);
        again.Added.ShouldBeEmpty();
        again.Unchanged.ShouldBe(["contoso.router-1.0.0"]);
    }

    [Fact]
    public async Task AddAsync_OtherContentUnderTheSameName_IsRefusedAndNothingOfItStays()
    {
        var folder = Image("1.0.0");
        await _book.AddAsync(folder);
        var before = Contents();
        WriteDisk(Path.Combine(folder, "os.vhd"), "another");

        (await Should.ThrowAsync<CataloguedException>(() => _book.AddAsync(folder))).Entry.ShouldBe(ErrorCatalogue.ItemListedDifferently);
        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task AddAsync_OneOfSeveralWrong_AddsNoneAndTellsAllProblems()
    {
        var root = Path.Combine(_folder, "items");
        Image("1.0.0", Path.Combine(root, "good"));
        var bad = Image("2.0.0", Path.Combine(root, "bad"));
        await File.WriteAllTextAsync(Path.Combine(bad, "os.vhd"), new string('x', 2048));
        Container("solution", Path.Combine(root, "worse"), "missing.zip", """["no.such"]""");

        var failure = await Should.ThrowAsync<CataloguedException>(() => _book.AddAsync(root));
        failure.Entry.ShouldBe(ErrorCatalogue.DescriptionsInvalid);
        failure.Detail.Split('\n').ShouldBe(
            [
                "bad/item.json: 'os.vhd' is no virtual hard disk: its last 512 bytes do not begin with 'conectix'.",
                "worse/item.json: 'missing.zip' is not there.",
                "worse: \"dependsOn\" names 'no.such', which neither the catalogue nor these folders have.",
            ]);
        (await _book.ListAsync()).ShouldBeEmpty();
        Contents().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../secret.zip")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../secret.zip")]
    [InlineData("..\\\\secret.zip")]
    public async Task AddAsync_PathOutOfTheFolder_IsRefused(string path)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.zip"), "secret");
        var folder = Container("solution", Path.Combine(_folder, "climber"), path);
        (await Should.ThrowAsync<CataloguedException>(() => _book.AddAsync(folder))).Detail.ShouldContain("is no file of its folder");
    }

    [Fact]
    public async Task AddAsync_Link_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.bin"), "secret");
        var folder = Container("solution", Path.Combine(_folder, "linker"), "main.zip");
        File.Delete(Path.Combine(folder, "main.zip"));
        File.CreateSymbolicLink(Path.Combine(folder, "main.zip"), Path.Combine(_folder, "secret.bin"));
        (await Should.ThrowAsync<CataloguedException>(() => _book.AddAsync(folder))).Detail.ShouldContain("'main.zip' is a link");
    }

    [Fact]
    public async Task AddAsync_WhileAnotherProcessChangesIt_IsRefused()
    {
        using var held = _data.AcquireLock("cloud-catalog");
        (await Should.ThrowAsync<CataloguedException>(() => _book.AddAsync(Image("1.0.0")))).Entry.ShouldBe(ErrorCatalogue.RoleInUse);
    }

    [Fact]
    public async Task AddAsync_GivenUp_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Tell(() => stop.Cancel());
        await Should.ThrowAsync<OperationCanceledException>(() => _book.AddAsync(Image("1.0.0"), progress, stop.Token));
        Contents().ShouldBeEmpty();
        (await _book.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveAsync_OneOfTwoWithTheSameDisk_KeepsTheDiskForTheOther()
    {
        await _book.AddAsync(Image("1.0.0"));
        await _book.AddAsync(Image("2.0.0"));
        var removal = await _book.RemoveAsync(["contoso.router-1.0.0"]);

        removal.Removed.ShouldBe(["contoso.router-1.0.0"]);
        // The gallery package tells the version, so it alone was its own.
        removal.BytesFreed.ShouldBeLessThan(100 * 1024);
        (await _book.VerifyAsync()).Damaged.ShouldBeEmpty();
        (await _book.RemoveAsync(["contoso.router"])).BytesFreed.ShouldBeGreaterThan(1024 * 1024);
        Contents().ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveAsync_NeededByAnother_IsRefusedUnlessToldAndThenNamedAsRetired()
    {
        await _book.AddAsync(Image("1.0.0"));
        await _book.AddAsync(Container("solution", Path.Combine(_folder, "pinned"), "main.zip", """["contoso.router-1.0.0"]"""));
        (await Should.ThrowAsync<CataloguedException>(() => _book.RemoveAsync(["contoso.router-1.0.0"]))).Detail
            .ShouldBe("contoso.thing-1.0.0 needs contoso.router-1.0.0. Nothing was removed.");

        (await _book.RemoveAsync(["contoso.router-1.0.0"], evenIfNeeded: true)).NeededBy.ShouldBe(["contoso.thing-1.0.0"]);

        (await _book.VerifyAsync()).Missing.ShouldBe(["contoso.thing-1.0.0 needs contoso.router-1.0.0, which is not listed."]);
        (await new ProductStore(_database).FindRetiredAsync("Contoso.Router-1.0.0", default))!.Describe().ShouldEndWith(
            "and is no longer listed for download. No version of it is.");
    }

    [Fact]
    public async Task RemoveAsync_OlderVersionOfANeededFamily_IsNoHarm()
    {
        await _book.AddAsync(Image("1.9.0"));
        await _book.AddAsync(Image("1.10.0"));
        await _book.AddAsync(Container("solution", Path.Combine(_folder, "family"), "main.zip", """["contoso.router"]"""));
        var store = new ProductStore(_database);
        (await store.ResolveAsync("contoso.router", default)).ShouldBe(["contoso.router-1.10.0"]);

        await _book.RemoveAsync(["contoso.router-1.10.0"]);
        (await store.ResolveAsync("contoso.router", default)).ShouldBe(["contoso.router-1.9.0"]);
        (await store.FindRetiredAsync("contoso.router-1.10.0", default))!.Describe().ShouldEndWith("Listed now: contoso.router-1.9.0.");
        (await _book.RemoveAsync(["contoso.router"], evenIfNeeded: true)).NeededBy.ShouldBe(["contoso.thing-1.0.0"]);
        (await store.ResolveAsync("contoso.router", default)).ShouldBe(["contoso.router-1.10.0"], "the newest that was, so that it is named");
    }

    [Fact]
    public async Task RemoveAsync_UnknownName_RemovesNone()
    {
        await _book.AddAsync(Image("1.0.0"));
        (await Should.ThrowAsync<CataloguedException>(() => _book.RemoveAsync(["contoso.router", "nobody"]))).Entry.ShouldBe(ErrorCatalogue.ItemNotListed);
        (await _book.ListAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task VerifyAsync_FlippedByte_NamesTheFileAndAddingAgainHealsIt()
    {
        var folder = Image("1.0.0");
        await _book.AddAsync(folder);
        var disk = (await FilesAsync()).Single(file => file.Role == FileRole.OsDisk);
        var path = Contents().Single(path => path.EndsWith(disk.Sha256, StringComparison.Ordinal));
        using (var file = File.OpenHandle(path, access: FileAccess.ReadWrite))
            RandomAccess.Write(file, [0xFF], 700_000);

        (await _book.VerifyAsync()).Damaged.ShouldBe(["contoso.router-1.0.0/osdisk.vhd: its bytes are not those that were stored."]);
        await _book.AddAsync(folder);
        (await _book.VerifyAsync()).Damaged.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddAsync_ContentAKilledProcessLeft_IsCollectedLater()
    {
        await using (var draft = new BlobStore(BlobServices.FolderOf(_data), _clock).Create("packages"))
        {
            draft.Write("left"u8);
            draft.Commit();
        }

        await _book.AddAsync(Image("1.0.0"));
        Contents().Count(path => new FileInfo(path).Length == 4).ShouldBe(1, "the running role may be about to enter it");
        _clock.Now += TimeSpan.FromHours(1);
        await _book.AddAsync(Image("1.0.0"));
        Contents().Count(path => new FileInfo(path).Length == 4).ShouldBe(0);
        (await _book.VerifyAsync()).Damaged.ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<ProductFile>> FilesAsync()
    {
        await using var connection = await _database.OpenAsync();
        return await ProductContent.ReadAllAsync(connection, null);
    }

    private List<string> Contents() =>
    [
        .. System.IO.Directory.EnumerateFiles(BlobServices.FolderOf(_data) is var folder && System.IO.Directory.Exists(folder) ? folder : _data.Logs, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".md5", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private string Image(string version, string? folder = null)
    {
        folder ??= Path.Combine(_folder, "image-" + version);
        System.IO.Directory.CreateDirectory(folder);
        WriteDisk(Path.Combine(folder, "os.vhd"), "disk");
        File.WriteAllText(
            Path.Combine(folder, "item.json"),
            $$"""
            {"kind":"virtualMachine","publisher":"contoso","publisherName":"Contoso","offer":"router","version":"{{version}}","name":"Router",
            "description":"Routes.","operatingSystem":"Linux","osDisk":"os.vhd"}
            """);
        return folder;
    }

    private static string Container(string kind, string folder, string file, string dependsOn = "[]")
    {
        System.IO.Directory.CreateDirectory(folder);
        if (file == "main.zip")
        {
            using var zip = ZipFile.Open(Path.Combine(folder, file), ZipArchiveMode.Create);
            zip.CreateEntry("mainTemplate.json");
        }

        File.WriteAllText(
            Path.Combine(folder, "item.json"),
            $$"""
            {"kind":"{{kind}}","publisher":"contoso","publisherName":"Contoso","offer":"thing","version":"1.0.0","name":"Thing",
            "description":"Does.","containers":[{"id":"main","file":"{{file}}"}],"dependsOn":{{dependsOn}} }
            """);
        return folder;
    }

    private static void WriteDisk(string path, string name)
    {
        var disk = new byte[1024 * 1024];
        System.Text.Encoding.UTF8.GetBytes(name).CopyTo(disk, 0);
        File.WriteAllBytes(path, [.. disk, .. VhdFooter.Make(disk.Length, name)]);
    }

    private sealed class Tell(Action act) : IProgress<CatalogueProgress>
    {
        public void Report(CatalogueProgress value) => act();
    }
}
