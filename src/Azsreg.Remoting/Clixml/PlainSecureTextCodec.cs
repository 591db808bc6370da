namespace Azsreg.Remoting.Clixml;

/// <summary>
/// Protocol 2.4 has no session key: the element holds base64 of UTF-16LE and the transport alone protects it.
/// </summary>
internal sealed class PlainSecureTextCodec : SecureTextCodec
{
    public static PlainSecureTextCodec Instance { get; } = new();

    public override string Encode(SecureText value) => Convert.ToBase64String(ToBytes(value));

    public override SecureText Decode(string text)
    {
        try
        {
            return FromBytes(Convert.FromBase64String(text));
        }
        catch (FormatException e)
        {
            throw new RemotingProtocolException("A secure string is not base64.", e);
        }
    }
}
