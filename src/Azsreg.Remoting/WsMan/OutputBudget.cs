namespace Azsreg.Remoting.WsMan;

/// <summary>The bytes of output that may wait for clients in all sessions of a service together.</summary>
internal sealed class OutputBudget(long most)
{
    private long taken;

    public long Taken => Volatile.Read(ref taken);

    /// <summary>False if that much is not left; what must go through, the small last message of a command, is taken all the same.</summary>
    public bool TryTake(int bytes, bool mustFit)
    {
        if (Interlocked.Add(ref taken, bytes) <= most || mustFit) return true;
        Return(bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref taken, -bytes);
}
