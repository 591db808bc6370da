using System.Text;

namespace Azsreg.Protocol.Tests.Registrations;

public sealed class TransferTextTests
{
    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes("abc") },
        { "UTF-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("abc")] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("abc")] },
        { "UTF-16 big-endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("abc")] },
        { "UTF-16 without mark", Encoding.Unicode.GetBytes("abc") },
        { "UTF-16 big-endian without mark", Encoding.BigEndianUnicode.GetBytes("abc") },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decode_KnownEncoding_GivesTheText(string name, byte[] bytes) => TransferText.Decode(bytes).ShouldBe("abc", name);

    [Fact]
    public void Decode_BrokenUtf8_IsRefused() => Should.Throw<TokenFormatException>(() => TransferText.Decode([0xC3, 0x28]));

    [Fact]
    public void Decode_TooLarge_IsRefused() => Should.Throw<TokenFormatException>(() => TransferText.Decode(new byte[TransferText.MaxBytes + 1]));

    [Theory]
    [InlineData(" a b\r\nc\t", "abc")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\u201Cabc\u201D", "abc")]
    public void Clean_WhatAJourneyDoes_IsUndone(string text, string expected) => TransferText.Clean(text).ShouldBe(expected);

    [Fact]
    public void Clean_Placeholder_IsNamed() =>
        Should.Throw<TokenFormatException>(() => TransferText.Clean("<Your Registration Token>")).Message.ShouldContain("<Your Registration Token>");
}
