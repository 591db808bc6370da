namespace Azsreg.Stamp.Live;

/// <summary>Tells whoever watches that something about the stamp has changed. Telling costs nothing where nobody watches.</summary>
public sealed class StampChanges
{
    private readonly Lock _gate = new();
    private volatile Action<StampTopics>[] _watchers = [];

    /// <summary>Has <paramref name="watcher"/> called at every change until the result is disposed. It is called on the changer's thread and must not wait.</summary>
    public IDisposable Watch(Action<StampTopics> watcher)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        lock (_gate)
        {
            _watchers = [.. _watchers, watcher];
        }

        return new Watching(this, watcher);
    }

    /// <summary>Says that these have changed; after the change is committed, so that whoever looks finds it.</summary>
    public void Raise(StampTopics topics)
    {
        foreach (var watcher in _watchers)
            watcher(topics);
    }

    private sealed class Watching(StampChanges changes, Action<StampTopics> watcher) : IDisposable
    {
        public void Dispose()
        {
            lock (changes._gate)
            {
                changes._watchers = [.. changes._watchers.Where(other => other != watcher)];
            }
        }
    }
}
