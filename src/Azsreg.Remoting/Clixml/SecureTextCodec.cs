using System.Runtime.InteropServices;

namespace Azsreg.Remoting.Clixml;

/// <summary>How the text of a <see cref="SecureText"/> is carried in an <c>SS</c> element.</summary>
internal abstract class SecureTextCodec
{
    public abstract string Encode(SecureText value);

    /// <exception cref="RemotingProtocolException">The text is not what this codec writes.</exception>
    public abstract SecureText Decode(string text);

    /// <summary>UTF-16LE as it stands in memory: a password may hold half of a surrogate pair, which an encoding would replace.</summary>
    protected static ReadOnlySpan<byte> ToBytes(SecureText value) => MemoryMarshal.AsBytes(value.Reveal().AsSpan());

    /// <exception cref="RemotingProtocolException">It is half a character too long.</exception>
    protected static SecureText FromBytes(ReadOnlySpan<byte> utf16) => utf16.Length % 2 == 0
        ? new SecureText(new string(MemoryMarshal.Cast<byte, char>(utf16)))
        : throw new RemotingProtocolException("A secure string is not UTF-16.");
}
