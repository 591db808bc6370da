namespace Azsreg.Portal.Live;

/// <summary>One page's share of what changes: topics are kept until the page's connection took them, however slow it is.</summary>
internal sealed class LiveConnection(LiveHub hub) : IDisposable
{
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Lock _gate = new();
    private LiveTopics _topics;

    public void Add(LiveTopics topics)
    {
        lock (_gate)
        {
            _topics |= topics;
        }

        Wake();
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
    }

    /// <summary>What changed since the last call; <see cref="LiveTopics.None"/> where it was only time to say something.</summary>
    public async Task<LiveTopics> NextAsync(CancellationToken cancellationToken)
    {
        await _news.WaitAsync(cancellationToken);
        lock (_gate)
        {
            var topics = _topics;
            _topics = LiveTopics.None;
            return topics;
        }
    }

    public void Dispose()
    {
        hub.Leave(this);
        lock (_gate)
        {
            // Not disposed: a beat may be on its way to it, and it holds no handle of the system.
            _topics = LiveTopics.None;
        }
    }
}
