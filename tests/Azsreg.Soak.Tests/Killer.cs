using System.Diagnostics;
using Azsreg.EndToEnd.Tests;
using Azsreg.Tests.Shared;

namespace Azsreg.Soak.Tests;

/// <summary>Ends one process after the other with SIGKILL, as a seed says, and starts it again: the stamp, the replica that has a batch in hand, and PostgreSQL.</summary>
/// <param name="world">Whose processes.</param>
/// <param name="seed">Decides whom, and after how long.</param>
/// <param name="longestPause">The longest time between a start and the next kill, as chance has it.</param>
/// <param name="batches">How many batches are to be taken between two kills: a slow machine does the same work, and takes longer for it.</param>
internal sealed class Killer(SoakWorld world, int seed, TimeSpan longestPause, int batches) : IDisposable
{
    private const string Database = "PostgreSQL";

    private static readonly TimeSpan InHandPatience = TimeSpan.FromMilliseconds(400);

    // Then nothing is sent, and who waits for what died must be heard of.
    private static readonly TimeSpan BatchesPatience = TimeSpan.FromSeconds(20);

    private static readonly string[] Whom = [.. Enumerable.Repeat("stamp", 3), .. Enumerable.Repeat("replica", 4), .. Enumerable.Repeat(Database, 3)];

    private readonly Random _random = new(seed);
    private readonly SemaphoreSlim _hold = new(1, 1);
    private readonly Dictionary<string, int> _kills = [];
    private readonly Queue<string> _next = new();
    private readonly Queue<PostgreSqlDeath> _deaths = new();

    /// <summary>How many kills there were.</summary>
    public int Total { get; private set; }

    /// <summary>Replicas that were killed with a batch in hand.</summary>
    public int WithinABatch { get; private set; }

    /// <summary>How many kills of whom.</summary>
    public string Summary
    {
        get
        {
            lock (_kills)
                return string.Join(", ", _kills.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
        }
    }

    /// <summary>Kills until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var (from, enough) = (Stopwatch.GetTimestamp(), world.Line.Answered + batches);
                while (world.Line.Answered < enough && Stopwatch.GetElapsedTime(from) < BatchesPatience)
                    await Task.Delay(20, stop);
                await Task.Delay(longestPause * _random.NextDouble(), stop);
                await _hold.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                // A kill that was begun is brought to its end: everybody must be back.
                await KillAsync();
            }
            finally
            {
                _hold.Release();
            }
        }
    }

    /// <summary>Kills nobody until what is returned is disposed.</summary>
    public async Task<IDisposable> HoldAsync()
    {
        await _hold.WaitAsync();
        return new Held(_hold);
    }

    /// <summary>How many kills of one: <c>stamp</c>, <c>replica</c> or <c>PostgreSQL</c>.</summary>
    public int Of(string whom)
    {
        lock (_kills)
            return _kills.Where(pair => pair.Key.StartsWith(whom, StringComparison.Ordinal)).Sum(pair => pair.Value);
    }

    /// <summary>The stamp once more, which also ends whatever wait it is in.</summary>
    public async Task KillStampAsync()
    {
        Count("stamp");
        await RestartAsync(world.StampRole);
    }

    public void Dispose() => _hold.Dispose();

    private async Task KillAsync()
    {
        // Decks, not dice: in whatever time there is, each of them dies, and PostgreSQL in each of its ways.
        switch (Draw(_next, Total == 0 ? ["stamp", "replica", Database] : Whom))
        {
            case "stamp":
                await KillStampAsync();
                break;
            case "replica":
                await KillReplicaAsync();
                break;
            default:
                var death = Draw(_deaths, Enum.GetValues<PostgreSqlDeath>());
                Count($"{Database} ({death})");
                await world.Server.CrashAndStartAsync(death);
                break;
        }
    }

    private T Draw<T>(Queue<T> deck, IEnumerable<T> cards)
    {
        if (deck.Count == 0)
        {
            var shuffled = cards.ToArray();
            _random.Shuffle(shuffled);
            foreach (var card in shuffled)
                deck.Enqueue(card);
        }

        return deck.Dequeue();
    }

    private async Task KillReplicaAsync()
    {
        var from = Stopwatch.GetTimestamp();
        while (!world.Line.IsBusy && Stopwatch.GetElapsedTime(from) < InHandPatience)
            await Task.Delay(1);
        WithinABatch += world.Line.IsBusy ? 1 : 0;
        var replica = world.Replicas[world.Line.InUse];
        Count("replica");
        await RestartAsync(replica);
    }

    /// <summary>Starts it again as whoever keeps services does: once more where its database was just recovering.</summary>
    private static async Task RestartAsync(ServedRole role)
    {
        await role.KillAsync();
        for (var tries = 1; await role.TryStartAsync() is { } refused; tries++)
        {
            tries.ShouldBeLessThan(6, refused);
            await role.KillAsync();
        }
    }

    private void Count(string whom)
    {
        lock (_kills)
        {
            Total++;
            _kills[whom] = _kills.GetValueOrDefault(whom) + 1;
        }
    }

    private sealed class Held(SemaphoreSlim hold) : IDisposable
    {
        public void Dispose() => hold.Release();
    }
}
