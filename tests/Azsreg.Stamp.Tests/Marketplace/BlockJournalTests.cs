using Azsreg.Stamp.Marketplace.Downloads;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class BlockJournalTests : IDisposable
{
    private static readonly BlobDescription Blob = new(10L * Block.Size, "\"0x1\"", null, null);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Open_BlocksRecorded_KnowsThemAgain()
    {
        Record(Blob, (3, 33), (0, 11));

        Blocks(Blob).ShouldBe(new Dictionary<int, ulong> { [0] = 11, [3] = 33 }, ignoreOrder: true);
    }

    [Fact]
    public void Open_LastRecordTorn_CountsThoseBefore()
    {
        Record(Blob, (0, 11), (1, 22));
        using (var file = File.OpenWrite(_path))
            file.SetLength(file.Length - 1);

        Blocks(Blob).Keys.ShouldBe([0]);
        Record(Blob, (2, 33));
        Blocks(Blob).Keys.ShouldBe([0, 2], ignoreOrder: true);
    }

    [Theory]
    [InlineData("\"0x2\"", 10)]
    [InlineData("\"0x1\"", 11)]
    public void Open_AnotherBlob_BeginsAnew(string etag, int blocks)
    {
        Record(Blob, (0, 11));

        Blocks(new BlobDescription((long)blocks * Block.Size, etag, null, null)).ShouldBeEmpty();
    }

    [Fact]
    public void BytesDone_LastBlockIsShort_CountsItsBytes()
    {
        var blob = Blob with { Length = Block.Size + 5 };
        Record(blob, (1, 1));

        BlockJournal.BytesDone(_path, blob).ShouldBe(5);
    }

    /// <summary>Whatever a crash or a disk made of the file: it opens, and never tells of a block that was not recorded.</summary>
    [Fact]
    public void Open_AnyBytesAltered_TellsOnlyRecordedBlocks()
    {
        var recorded = Enumerable.Range(0, 10).Select(index => (index, (ulong)index * 7)).ToArray();
        Prop.ForAll(
            Gen.Choose(0, 400).Two().ToArbitrary(),
            change =>
            {
                File.Delete(_path);
                Record(Blob, recorded);
                var content = File.ReadAllBytes(_path);
                content[change.Item1 % content.Length] ^= (byte)(1 << (change.Item2 % 8));
                File.WriteAllBytes(_path, content[..Math.Max(1, content.Length - (change.Item2 % 40))]);
                return Blocks(Blob).All(block => recorded.Contains((block.Key, block.Value)));
            }).CheckSeeded();
    }

    private void Record(BlobDescription blob, params (int Index, ulong Checksum)[] blocks)
    {
        using var journal = BlockJournal.Open(_path, blob);
        journal.Append(blocks);
    }

    private IReadOnlyDictionary<int, ulong> Blocks(BlobDescription blob)
    {
        using var journal = BlockJournal.Open(_path, blob);
        return journal.Blocks;
    }
}
