using System.Security.Cryptography;
using Azsreg.Stamp.Marketplace.Downloads;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class BlockFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    /// <summary>Whole blocks go past the page cache where the file system has a way, the end does not; the file is one.</summary>
    [Fact]
    public async Task WriteAsync_BlocksInAnyOrderAndAnOddEnd_AreTheFile()
    {
        var content = RandomNumberGenerator.GetBytes((2 * Block.Size) + 12_345);
        await using (var file = new BlockFile(_path, content.Length))
        {
            foreach (var index in (int[])[2, 0, 1])
            {
                var block = new BlockBuffer().Memory[..Block.Length(index, content.Length)];
                content.AsMemory((int)Block.Offset(index), block.Length).CopyTo(block);
                await file.WriteAsync(block, Block.Offset(index));
            }

            await file.FlushAsync();
            var back = new byte[content.Length];
            (await file.ReadAsync(back, 0, TestContext.Current.CancellationToken)).ShouldBe(content.Length);
            back.ShouldBe(content);
        }

        (await File.ReadAllBytesAsync(_path, TestContext.Current.CancellationToken)).ShouldBe(content);
    }

    [Fact]
    public async Task WriteAsync_MemoryThatBeginsAnywhere_IsWrittenAllTheSame()
    {
        var content = RandomNumberGenerator.GetBytes(Block.Size + 1);
        await using (var file = new BlockFile(_path, Block.Size))
            await file.WriteAsync(content.AsMemory(1), 0);

        (await File.ReadAllBytesAsync(_path, TestContext.Current.CancellationToken)).ShouldBe(content[1..]);
    }

    [Fact]
    public void Constructor_NoFolder_SaysSo() =>
        Should.Throw<IOException>(() => new BlockFile(Path.Combine(_path + "-none", "file"), Block.Size));
}
