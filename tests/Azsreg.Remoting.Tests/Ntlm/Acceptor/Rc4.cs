namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>The stream cipher NTLM seals with; its state runs on from message to message.</summary>
internal sealed class Rc4
{
    private readonly byte[] state = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
    private byte i;
    private byte j;

    public Rc4(ReadOnlySpan<byte> key)
    {
        byte swap = 0;
        for (var index = 0; index < 256; index++)
        {
            swap += (byte)(state[index] + key[index % key.Length]);
            (state[index], state[swap]) = (state[swap], state[index]);
        }
    }

    public byte[] Transform(ReadOnlySpan<byte> data)
    {
        var result = data.ToArray();
        for (var at = 0; at < result.Length; at++)
        {
            j += state[++i];
            (state[i], state[j]) = (state[j], state[i]);
            result[at] ^= state[(byte)(state[i] + state[j])];
        }
        return result;
    }
}
