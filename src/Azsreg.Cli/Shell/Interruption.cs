namespace Azsreg.Cli.Shell;

/// <summary>Ctrl-C for what runs inside a verb: while somebody has asked for it, it does not end the verb.</summary>
internal sealed class Interruption
{
    private readonly Lock _gate = new();
    private Func<bool>? _handler;

    /// <summary>Takes Ctrl-C until the result is disposed.</summary>
    /// <param name="handler">Called at each; false leaves it to end the verb after all.</param>
    public IDisposable Catch(Func<bool> handler)
    {
        lock (_gate)
        {
            _handler = handler;
        }

        return new Release(this);
    }

    /// <summary>True where somebody took it.</summary>
    public bool TryHandle()
    {
        Func<bool>? handler;
        lock (_gate)
        {
            handler = _handler;
        }

        return handler?.Invoke() == true;
    }

    private sealed class Release(Interruption interruption) : IDisposable
    {
        public void Dispose()
        {
            lock (interruption._gate)
            {
                interruption._handler = null;
            }
        }
    }
}
