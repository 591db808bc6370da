namespace Azsreg.Remoting.Clixml;

/// <summary>How the text of a <see cref="SecureText"/> is carried in an <c>SS</c> element.</summary>
internal abstract class SecureTextCodec
{
    public abstract string Encode(SecureText value);

    /// <exception cref="RemotingProtocolException">The text is not what this codec writes.</exception>
    public abstract SecureText Decode(string text);
}
