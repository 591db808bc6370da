namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// What passed the proxies during one run, by name and in order, and the one request that is to be held. A name that comes again gets a
/// number, so that a dry run tells the points at which later runs can be held.
/// </summary>
internal sealed class RequestWatch(string? heldRequest = null, HoldPhase phase = HoldPhase.BeforeForwarding)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _seen = [];
    private string _since = "Create";
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request is held.</summary>
    public Task Reached => _reached.Task;

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>Enters a request; the answer is its name among those of this run.</summary>
    public string Enter(string request)
    {
        lock (_gate)
        {
            var isReceive = RequestNames.IsReceive(request);
            if (isReceive)
                request = $"{request} of {_since}";
            var count = _counts[request] = _counts.GetValueOrDefault(request) + 1;
            var name = count == 1 ? request : $"{request} ({count})";
            // How many Receives a command takes is a matter of moments, so only its first is a point that every run comes to.
            if (!isReceive || count == 1)
                _seen.Add(name);
            if (RequestNames.IsCommand(name))
                _since = name;
            return name;
        }
    }

    /// <summary>Waits here where this is the point to hold; false where the line is to be cut.</summary>
    public Task<bool> PassAsync(string request, HoldPhase at)
    {
        if (request != heldRequest || at != phase)
            return Task.FromResult(true);
        _reached.TrySetResult();
        return _mayGoOn.Task;
    }

    /// <summary>Lets the held request, and whatever comes later at the same point, go on; or cuts its line.</summary>
    public void Release(bool cut) => _mayGoOn.TrySetResult(!cut);
}
