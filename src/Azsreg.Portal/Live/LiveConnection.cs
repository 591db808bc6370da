namespace Azsreg.Portal.Live;

/// <summary>One page's share of what changes: topics are kept until the page's connection took them, however slow it is.</summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly LiveHub _hub;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Lock _gate = new();
    private LiveMoment _moment;
    private LiveTopics _topics;

    public LiveConnection(LiveHub hub, LiveMoment moment, LiveTopics missed)
    {
        _hub = hub;
        _moment = moment;
        if (missed != LiveTopics.None)
            Add(missed, moment);
    }

    public void Add(LiveTopics topics, LiveMoment moment)
    {
        lock (_gate)
        {
            _topics |= topics;
            _moment = moment;
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

    /// <summary>
    /// What changed since the last call, <see cref="LiveTopics.None"/> where it was only time to say something; and the moment up to which all has
    /// been told by then.
    /// </summary>
    public async Task<(LiveTopics Topics, LiveMoment Moment)> NextAsync(CancellationToken cancellationToken)
    {
        await _news.WaitAsync(cancellationToken);
        lock (_gate)
        {
            var topics = _topics;
            _topics = LiveTopics.None;
            return (topics, _moment);
        }
    }

    public void Dispose()
    {
        _hub.Leave(this);
        lock (_gate)
        {
            // Not disposed: a beat may be on its way to it, and it holds no handle of the system.
            _topics = LiveTopics.None;
        }
    }
}
