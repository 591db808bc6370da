using System.Collections.Frozen;

namespace Azsreg.Stamp.Live;

/// <summary>Tells whoever watches that something about the stamp has changed. Telling costs nothing where nobody watches.</summary>
public sealed class StampChanges
{
    // Every write of a stamp goes through its database, so its tables say all that changed, whoever changed it.
    private static readonly FrozenDictionary<string, StampTopics> OfTable = new Dictionary<string, StampTopics>
    {
        ["activations"] = StampTopics.Activation | StampTopics.Health,
        ["bridge_identities"] = StampTopics.Activation,
        ["registration_key_pairs"] = StampTopics.Activation,
        ["action_plans"] = StampTopics.Activation,
        ["stamp_facts"] = StampTopics.Activation | StampTopics.Health,
        ["bridge_health"] = StampTopics.Health,
        ["alerts"] = StampTopics.Alerts | StampTopics.Health,
        ["marketplace_items"] = StampTopics.Downloads,
        ["marketplace_operations"] = StampTopics.Downloads,
        ["marketplace_products"] = StampTopics.Downloads,
        ["tenant_subscriptions"] = StampTopics.Usage,
        ["sample_workload"] = StampTopics.Usage,
        ["usage_records"] = StampTopics.Usage,
        ["usage_batches"] = StampTopics.Usage,
        ["usage_chains"] = StampTopics.Usage,
        ["usage_ledger"] = StampTopics.Usage,
        ["usage_bridge"] = StampTopics.Usage,
        ["usage_files"] = StampTopics.Usage,
        ["usage_refusals"] = StampTopics.Usage,
        ["audit"] = StampTopics.Activity,
    }.ToFrozenDictionary();

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

    /// <summary>Says what a transaction that changed these tables has changed.</summary>
    internal void TablesChanged(IReadOnlySet<string> tables)
    {
        if (_watchers.Length == 0)
            return;
        var topics = tables.Aggregate(StampTopics.None, (all, table) => all | OfTable.GetValueOrDefault(table));
        if (topics != StampTopics.None)
            Raise(topics);
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
