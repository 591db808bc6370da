using System.Collections.Concurrent;

namespace Azsreg.Portal.Live;

/// <summary>
/// One watch of the stamp for all pages. What changes in quick succession is told together: a download alone tells of itself ten times a
/// second, and a page that is fetched that often is read by nobody. Every change has a number, so that a page that was not connected yet, or
/// not any more, is told what it missed and nothing else.
/// </summary>
internal sealed class LiveHub : IDisposable
{
    /// <summary>How long changes are gathered before they are told.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);

    private static readonly LiveTopics[] Each = [.. Enum.GetValues<LiveTopics>().Where(topic => topic != LiveTopics.None)];

    private readonly ConcurrentDictionary<LiveConnection, bool> _connections = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<LiveTopics, long> _lastChange = Each.ToDictionary(topic => topic, _ => 0L);
    private readonly IDisposable _watch;
    private readonly ITimer _gathered;
    private readonly ITimer _beat;
    private LiveMoment _now;
    private LiveTopics _pending;

    public LiveHub(PortalOptions options, TimeProvider clock)
    {
        _now = new LiveMoment(Guid.CreateVersion7(clock.GetUtcNow()), 0);
        _gathered = clock.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _beat = clock.CreateTimer(_ => TellBeat(), null, options.LiveBeat, options.LiveBeat);
        _watch = options.Changes.Watch(topics => Raise((LiveTopics)(int)topics));
    }

    public int Connections => _connections.Count;

    /// <summary>The moment of the latest change. What is read after this was asked for shows that change and all before it.</summary>
    public LiveMoment Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Says that these have changed.</summary>
    public void Raise(LiveTopics topics)
    {
        if (topics == LiveTopics.None)
            return;
        lock (_gate)
        {
            _now = _now with { Change = _now.Change + 1 };
            foreach (var topic in Each)
            {
                if (topics.HasFlag(topic))
                    _lastChange[topic] = _now.Change;
            }

            if (_connections.IsEmpty)
                return;
            if (_pending == LiveTopics.None)
                _gathered.Change(Gathering, Timeout.InfiniteTimeSpan);
            _pending |= topics;
        }
    }

    /// <summary>Joins a page. What changed since its moment is the first it is told; of a moment this hub does not know, as after a restart, everything did.</summary>
    public LiveConnection Connect(LiveMoment? since)
    {
        lock (_gate)
        {
            var missed = Each.Where(topic => since is { } moment && (moment.Hub != _now.Hub || moment.Change < _lastChange[topic]));
            var connection = new LiveConnection(this, _now, missed.Aggregate(LiveTopics.None, (all, topic) => all | topic));
            _connections[connection] = true;
            return connection;
        }
    }

    public void Leave(LiveConnection connection) => _connections.TryRemove(connection, out _);

    public void Dispose()
    {
        _watch.Dispose();
        _gathered.Dispose();
        _beat.Dispose();
    }

    private void Tell()
    {
        LiveTopics topics;
        LiveMoment moment;
        lock (_gate)
        {
            (topics, moment) = (_pending, _now);
            _pending = LiveTopics.None;
        }

        foreach (var (connection, _) in _connections)
            connection.Add(topics, moment);
    }

    private void TellBeat()
    {
        foreach (var (connection, _) in _connections)
            connection.Wake();
    }
}
