using System.Security.Cryptography;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private const int Block = 4 * 1024 * 1024;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-blobs-").FullName;
    private readonly ManualClock _clock = new() { Now = TimeProvider.System.GetUtcNow() };
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new BlobStore(_folder, _clock);

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commit_Content_LiesUnderItsHashWithTheHashOfEachBlock()
    {
        var bytes = Bytes(Block + 1000);
        var content = await StoreAsync(bytes);

        content.ShouldBe(new BlobContent(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));
        (await File.ReadAllBytesAsync(PathOf(content))).ShouldBe(bytes);
        var stored = _store.Find("packages", content)!;
        stored.WholeMd5().ShouldBe(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes));
        stored.BlockMd5(new ByteRange(0, Block - 1)).ShouldBe(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes.AsSpan(0, Block)));
        stored.BlockMd5(new ByteRange(Block, bytes.Length - 1)).ShouldBe(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes.AsSpan(Block)));
        stored.BlockMd5(new ByteRange(1, Block)).ShouldBeNull();
        stored.BlockMd5(new ByteRange(0, Block - 2)).ShouldBeNull();
    }

    [Fact]
    public async Task StoreFileAsync_LargeFile_HasTheSameHashesAsPieceByPiece()
    {
        var bytes = Bytes((2 * Block) + 77);
        var file = Path.Combine(_folder, "source");
        await File.WriteAllBytesAsync(file, bytes);

        var content = await _store.StoreFileAsync("packages", file, progress: null, CancellationToken.None);

        content.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (await File.ReadAllBytesAsync(PathOf(content))).ShouldBe(bytes);
        var table = await File.ReadAllBytesAsync(PathOf(content) + ".md5");
        _store.Delete("packages", content.Sha256);
        (await StoreAsync(bytes)).ShouldBe(content);
        table.ShouldBe(await File.ReadAllBytesAsync(PathOf(content) + ".md5"));
    }

    [Fact]
    public async Task BlockCrc64_Block_IsKeptAndAnyOtherRangeIsNot()
    {
        var bytes = Bytes(Block + 1000);
        var stored = _store.Find("packages", await StoreAsync(bytes))!;

        stored.BlockCrc64(new ByteRange(0, Block - 1)).ShouldBe(BlobCrc64.Compute(bytes.AsSpan(0, Block)));
        stored.BlockCrc64(new ByteRange(Block, bytes.Length - 1)).ShouldBe(BlobCrc64.Compute(bytes.AsSpan(Block)));
        stored.BlockCrc64(new ByteRange(1, Block)).ShouldBeNull();
    }

    /// <summary>What was stored before CRCs were kept is as good as ever.</summary>
    [Fact]
    public async Task BlockCrc64_TableOfFormerForm_IsNotThereAndNothingIsDamaged()
    {
        var bytes = Bytes(Block + 1000);
        var content = await StoreAsync(bytes);
        var table = PathOf(content) + ".md5";
        await File.WriteAllBytesAsync(table, (await File.ReadAllBytesAsync(table))[..(3 * 16)]);

        var stored = _store.Find("packages", content)!;

        stored.BlockCrc64(new ByteRange(0, Block - 1)).ShouldBeNull();
        stored.BlockMd5(new ByteRange(0, Block - 1)).ShouldBe(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes.AsSpan(0, Block)));
        (await _store.FindDamageAsync("packages", content, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Commit_ZerosAtTheEnd_AreThere()
    {
        var bytes = new byte[300_000];
        bytes[70_000] = 1;
        var content = await StoreAsync(bytes);
        (await File.ReadAllBytesAsync(PathOf(content))).ShouldBe(bytes);
    }

    [Fact]
    public async Task Commit_SameContentTwice_IsStoredOnce()
    {
        (await StoreAsync(Bytes(5000))).ShouldBe(await StoreAsync(Bytes(5000)));
        _store.List("packages").Count().ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_BeforeTheCommit_LeavesNothing()
    {
        await using (var draft = _store.Create("packages"))
            draft.Write(Bytes(100_000));
        System.IO.Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_DraftOfAKilledWriter_GoesAndOneBeingWrittenStays()
    {
        await using var living = _store.Create("packages");
        living.Write(Bytes(1000));
        var left = Path.Combine(_folder, "incoming", "left");
        await File.WriteAllBytesAsync(left, Bytes(1000));

        _store.Sweep();
        File.Exists(left).ShouldBeTrue("it may be between its end and its move");
        _clock.Now += TimeSpan.FromMinutes(2);
        _store.Sweep();

        File.Exists(left).ShouldBeFalse();
        _store.Find("packages", living.Commit()).ShouldNotBeNull();
    }

    [Fact]
    public async Task FindDamageAsync_EachKind_IsNamed()
    {
        var content = await StoreAsync(Bytes(100_000));
        (await DamageAsync()).ShouldBeNull();

        await FlipAsync(PathOf(content) + ".md5", 3);
        (await DamageAsync()).ShouldBe("its table of hashes is damaged");
        await FlipAsync(PathOf(content), 77_777);
        (await DamageAsync()).ShouldBe("its bytes are not those that were stored");
        using (var cut = File.OpenHandle(PathOf(content), access: FileAccess.ReadWrite))
            RandomAccess.SetLength(cut, 99_999);
        (await DamageAsync()).ShouldBe("it has 99999 bytes instead of 100000");
        _store.Find("packages", content).ShouldBeNull();
        _store.Delete("packages", content.Sha256);
        (await DamageAsync()).ShouldBe("it is missing");

        (await StoreAsync(Bytes(100_000))).ShouldBe(content);
        (await DamageAsync()).ShouldBeNull();

        Task<string?> DamageAsync() => _store.FindDamageAsync("packages", content, default);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public void Delete_NoAddress_IsRefused(string address) => Should.Throw<ArgumentException>(() => _store.Delete("packages", address));

    private async Task<BlobContent> StoreAsync(byte[] bytes)
    {
        await using var draft = _store.Create("packages");
        draft.Write(bytes);
        return draft.Commit();
    }

    private string PathOf(BlobContent content) => Path.Combine(_folder, "packages", content.Sha256[..2], content.Sha256);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task FlipAsync(string path, int at)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }
}
