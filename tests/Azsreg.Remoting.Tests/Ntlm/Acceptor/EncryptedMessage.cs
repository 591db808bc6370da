using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>An encrypted HTTP body, taken apart and put together after MS-WSMV §2.2.9.1.1, apart from the code under test.</summary>
internal static partial class EncryptedMessage
{
    public const string ContentType = "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"";

    /// <summary>Signature and ciphertext one behind the other, and the length the sender states.</summary>
    public static (byte[] Wrapped, int PlainLength) Read(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        var form = Form().Match(text);
        form.Success.ShouldBeTrue("The body has not the form of MS-WSMV 2.2.9.1.1.");
        var data = Encoding.Latin1.GetBytes(form.Groups["data"].Value);
        BinaryPrimitives.ReadInt32LittleEndian(data).ShouldBe(16);
        return (data[4..], int.Parse(form.Groups["length"].Value, CultureInfo.InvariantCulture));
    }

    public static byte[] Write(byte[] wrapped, int plainLength) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            --Encrypted Boundary
            {'\t'}Content-Type: application/HTTP-SPNEGO-session-encrypted
            {'\t'}OriginalContent: type=application/soap+xml;charset=UTF-8;Length={plainLength}
            --Encrypted Boundary
            {'\t'}Content-Type: application/octet-stream

            """).ReplaceLineEndings("\r\n")),
        16, 0, 0, 0, .. wrapped, .. "--Encrypted Boundary--\r\n"u8,
    ];

    [GeneratedRegex(
        """\A--Encrypted Boundary\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: type=application/soap\+xml;charset=UTF-8;Length=(?<length>\d+)\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n(?<data>.*)--Encrypted Boundary--\r\n\z""",
        RegexOptions.Singleline)]
    private static partial Regex Form();
}
