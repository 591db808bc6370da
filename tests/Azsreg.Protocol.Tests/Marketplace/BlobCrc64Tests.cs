using System.Text;

namespace Azsreg.Protocol.Tests.Marketplace;

public sealed class BlobCrc64Tests
{
    [Theory]
    [InlineData("", "AAAAAAAAAAA=")]
    [InlineData("123456789", "iJh5CoYUi64=")]
    [InlineData("Hello Azure!", "DtjZpL9/o8c=")]
    public void Compute_PublishedVector_IsItsChecksum(string text, string expected) =>
        BlobCrc64.ToBase64(BlobCrc64.Compute(Encoding.ASCII.GetBytes(text))).ShouldBe(expected);

    /// <summary>The wide way must give what the definition, bit by bit, gives: at every length around its steps of 128 bytes.</summary>
    [Fact]
    public void Compute_AnyLength_IsWhatTheDefinitionGives()
    {
        var random = new Random(7);
        foreach (var length in Enumerable.Range(0, 300).Concat([383, 384, 385, 511, 512, 1000, 4096, 70_001]))
        {
            var data = new byte[length];
            random.NextBytes(data);
            BlobCrc64.Compute(data).ShouldBe(ByDefinition(data), $"{length} bytes");
        }
    }

    [Fact]
    public void Append_PieceByPiece_IsTheChecksumOfTheWhole()
    {
        var random = new Random(11);
        var data = new byte[20_000];
        random.NextBytes(data);
        var checksum = 0ul;
        for (int at = 0, length; at < data.Length; at += length)
        {
            length = Math.Min(random.Next(0, 700), data.Length - at);
            checksum = BlobCrc64.Append(checksum, data.AsSpan(at, length));
        }

        checksum.ShouldBe(ByDefinition(data));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("not base64!!")]
    public void TryParse_NoChecksum_IsFalse(string? text) => BlobCrc64.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_WrittenChecksum_IsTheSame()
    {
        BlobCrc64.TryParse(BlobCrc64.ToBase64(0x0123456789ABCDEF), out var checksum).ShouldBeTrue();
        checksum.ShouldBe(0x0123456789ABCDEFul);
    }

    private static ulong ByDefinition(byte[] data)
    {
        var crc = ulong.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x9A6C9329AC4BC9B5 : crc >> 1;
        }

        return ~crc;
    }
}
