using System.Collections.Concurrent;
using Azsreg.Stamp.Live;

namespace Azsreg.Portal.Live;

/// <summary>
/// One watch of the stamp for all pages. What changes in quick succession is told together: a download alone tells of itself ten times a
/// second, and a page that is fetched that often is read by nobody.
/// </summary>
internal sealed class LiveHub : IDisposable
{
    /// <summary>How long changes are gathered before they are told.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<LiveConnection, bool> _connections = new();
    private readonly IDisposable _watch;
    private readonly ITimer _gathered;
    private readonly ITimer _beat;
    private int _pending;

    public LiveHub(PortalOptions options, TimeProvider clock)
    {
        _gathered = clock.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _beat = clock.CreateTimer(_ => TellBeat(), null, options.LiveBeat, options.LiveBeat);
        _watch = options.Changes.Watch(topics => Raise((LiveTopics)(int)topics));
    }

    public int Connections => _connections.Count;

    /// <summary>Says that these have changed.</summary>
    public void Raise(LiveTopics topics)
    {
        if (topics != LiveTopics.None && !_connections.IsEmpty && Interlocked.Or(ref _pending, (int)topics) == 0)
            _gathered.Change(Gathering, Timeout.InfiniteTimeSpan);
    }

    public LiveConnection Connect()
    {
        var connection = new LiveConnection(this);
        _connections[connection] = true;
        return connection;
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
        var topics = (LiveTopics)Interlocked.Exchange(ref _pending, 0);
        foreach (var (connection, _) in _connections)
            connection.Add(topics);
    }

    private void TellBeat()
    {
        foreach (var (connection, _) in _connections)
            connection.Wake();
    }
}
