using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Azsreg.Remoting.WsMan;

/// <summary>The form of an encrypted HTTP body (MS-WSMV §2.2.9.1.1): two parts, the second holding signature and ciphertext.</summary>
internal static class EncryptedBody
{
    public const string MediaType = "multipart/encrypted";
    public const string ContentType = """multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary" """;

    private const string Boundary = "Encrypted Boundary";

    private static ReadOnlySpan<byte> BoundaryBytes => "Encrypted Boundary"u8;

    private static ReadOnlySpan<byte> LengthMark => "Length="u8;

    private static ReadOnlySpan<byte> DataMark => "application/octet-stream\r\n"u8;

    /// <param name="plainLength">Length of the envelope before it was encrypted.</param>
    /// <param name="wrapped">Signature and ciphertext, one behind the other.</param>
    /// <param name="signatureLength">Where the ciphertext begins; 16 for NTLM.</param>
    public static byte[] Write(int plainLength, ReadOnlySpan<byte> wrapped, int signatureLength)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"--{Boundary}\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={plainLength}\r\n--{Boundary}\r\n\tContent-Type: application/octet-stream\r\n"));
        var tail = Encoding.ASCII.GetBytes($"--{Boundary}--\r\n");
        var body = new ArrayBufferWriter<byte>(head.Length + 4 + wrapped.Length + tail.Length);
        body.Write(head);
        BinaryPrimitives.WriteInt32LittleEndian(body.GetSpan(4), signatureLength);
        body.Advance(4);
        body.Write(wrapped);
        body.Write(tail);
        return body.WrittenSpan.ToArray();
    }

    /// <summary>The length the sender states and the range of signature and ciphertext.</summary>
    /// <exception cref="RemotingProtocolException">The body has another form.</exception>
    public static (int PlainLength, int SignatureLength, Range Wrapped) Read(ReadOnlySpan<byte> body)
    {
        var data = body.IndexOf(DataMark);
        var end = body.LastIndexOf(BoundaryBytes);
        if (data < 0 || end < data) throw Malformed();
        var start = data + DataMark.Length;
        // Some services write a blank between the dashes and the boundary.
        while (end > start && body[end - 1] == (byte)' ') end--;
        if (end - start < 2 + 4 || !body.Slice(end - 2, 2).SequenceEqual("--"u8)) throw Malformed();
        end -= 2;
        var signature = BinaryPrimitives.ReadInt32LittleEndian(body[start..]);
        if (signature < 0 || signature > end - start - 4) throw Malformed();
        return (PlainLength(body[..data]), signature, new Range(start + 4, end));
    }

    private static int PlainLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(LengthMark);
        if (at < 0) throw Malformed();
        var digits = head[(at + LengthMark.Length)..];
        var stop = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.TryParse(stop < 0 ? digits : digits[..stop], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw Malformed();
    }

    private static RemotingProtocolException Malformed() => new("An encrypted body does not have the form of MS-WSMV.");
}
