using System.Collections.Concurrent;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;
using Azsreg.Stamp.Live;

namespace Azsreg.Portal.Marketplace;

/// <summary>
/// What the stamp lists, kept between pages: ten thousand products are forty answers of its admin ARM, and no page waits for those. Each look
/// asks the stamp, as the person who looks, whether there is a list at all; so rights, a registration that is gone and a bridge that is locked
/// out show at once, however fresh what is kept here.
/// </summary>
internal sealed class MarketplaceCatalogue : IDisposable
{
    private const int MostProbes = 1000;

    private static readonly TimeSpan OfferedFreshFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ContentFreshFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeGoodFor = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly IDisposable _watch;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Probe> _probes = new(StringComparer.OrdinalIgnoreCase);
    private Offered? _offered;
    private Task<Offered>? _reading;
    private Kept? _content;
    private Task<Kept>? _contentReading;
    private long _contentReadingOf;
    private View? _view;
    private long _activations;
    private long _changes;

    public MarketplaceCatalogue(PortalOptions options, TimeProvider clock)
    {
        _clock = clock;
        _watch = options.Changes.Watch(Note);
    }

    /// <summary>True where a page would have to wait for the whole list.</summary>
    public bool IsEmpty => _offered is null;

    /// <summary>The items as they were shown last; null where none were. Pictures of items are no secret of the stamp's: nobody is asked about them anew.</summary>
    public MarketplaceView? Last => _view?.Shown;

    public void Dispose() => _watch.Dispose();

    /// <summary>What is offered and what is on the stamp.</summary>
    /// <param name="marketplace">The marketplace, as the person who looks reaches it.</param>
    /// <param name="isLive">A page asks by itself, as many do at once while something goes on: what was asked a second ago is not asked anew.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CataloguedException">There is no list, and the entry says why.</exception>
    public async Task<MarketplaceReading> ReadAsync(StampMarketplace marketplace, bool isLive, CancellationToken cancellationToken)
    {
        var content = ContentAsync(marketplace, cancellationToken);
        var (isStale, age) = await BothAsync(ProbeAsync(marketplace, isLive, cancellationToken), content);
        var offered = await OfferedAsync(marketplace, cancellationToken);
        return new MarketplaceReading(ViewOf(offered, await content), await content, ListedBefore: isStale ? age ?? TimeSpan.Zero : null);
    }

    /// <summary>What is on the stamp, with what is offered beside it where that can be had.</summary>
    /// <inheritdoc cref="ReadAsync" path="/param"/>
    /// <exception cref="CataloguedException">The stamp does not tell that either.</exception>
    public async Task<MarketplaceReading> ReadOnStampAsync(StampMarketplace marketplace, bool isLive, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(marketplace, isLive, cancellationToken);
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            // Only where the stamp has told this person so: whoever has no right there is shown nothing that is kept here.
            try
            {
                var content = await ContentAsync(marketplace, cancellationToken);
                return new MarketplaceReading(new MarketplaceView(content.With([])), content, fault);
            }
            catch (CataloguedException)
            {
                // Of the two the first says more: why there is no marketplace.
                throw fault;
            }
        }
    }

    /// <summary>Forgets what is on the stamp, after something was done about it.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    private static async Task<T> BothAsync<T>(Task<T> one, Task other)
    {
        try
        {
            return await one;
        }
        catch (CataloguedException)
        {
            // The other one is not left running with nobody to hear how it fails.
            await ((Task)other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private void Note(StampTopics topics)
    {
        if ((topics & (StampTopics.Downloads | StampTopics.Activation)) != 0)
            Interlocked.Increment(ref _changes);
        if ((topics & StampTopics.Activation) != 0)
            Interlocked.Increment(ref _activations);
    }

    private async Task<Offered> OfferedAsync(StampMarketplace marketplace, CancellationToken cancellationToken)
    {
        var kept = _offered;
        if (kept is null || kept.Activations != Interlocked.Read(ref _activations))
            return await ShareAsync(Read(marketplace), () => ReadOfferedAsync(marketplace), cancellationToken);
        if (_clock.GetUtcNow() - kept.ReadAt > OfferedFreshFor)
            _ = RefreshAsync(marketplace);
        return kept;
    }

    /// <summary>For whoever looks next; how it fails is told by that look itself.</summary>
    private async Task RefreshAsync(StampMarketplace marketplace) => await ((Task)Read(marketplace).Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>One reading at a time, for everybody; it goes on when those who wait for it go away.</summary>
    private (Task<Offered> Task, bool IsOwn) Read(StampMarketplace marketplace)
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false })
                return (_reading, false);
            return (_reading = Task.Run(() => ReadOfferedAsync(marketplace)), true);
        }
    }

    /// <summary>Waits for a reading. Where it was begun by somebody else and failed, that may be because of them, such as a sign-in that ended: then it is read once more.</summary>
    private static async Task<T> ShareAsync<T>((Task<T> Task, bool IsOwn) reading, Func<Task<T>> readAnew, CancellationToken cancellationToken)
    {
        await ((Task)reading.Task.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return reading is { IsOwn: false, Task.IsFaulted: true } ? await readAnew() : await reading.Task;
    }

    private async Task<Offered> ReadOfferedAsync(StampMarketplace marketplace)
    {
        var activations = Interlocked.Read(ref _activations);
        var products = await marketplace.ReadOfferedAsync(CancellationToken.None);
        return _offered = new Offered(products, activations, _clock.GetUtcNow());
    }

    private async Task<StampContent> ContentAsync(StampMarketplace marketplace, CancellationToken cancellationToken)
    {
        var changes = Interlocked.Read(ref _changes);
        var kept = _content;
        if (kept is not null && kept.Changes == changes && _clock.GetUtcNow() - kept.ReadAt < ContentFreshFor)
            return kept.Content;
        return (await ShareAsync(ReadContent(marketplace, changes), () => ReadContentAsync(marketplace, changes), cancellationToken)).Content;
    }

    /// <summary>One reading for all who saw the same change.</summary>
    private (Task<Kept> Task, bool IsOwn) ReadContent(StampMarketplace marketplace, long changes)
    {
        lock (_gate)
        {
            if (_contentReading is { IsCompleted: false } && _contentReadingOf == changes)
                return (_contentReading, false);
            (_contentReading, _contentReadingOf) = (Task.Run(() => ReadContentAsync(marketplace, changes)), changes);
            return (_contentReading, true);
        }
    }

    private async Task<Kept> ReadContentAsync(StampMarketplace marketplace, long changes) =>
        _content = new Kept(await marketplace.ReadContentAsync(CancellationToken.None), changes, _clock.GetUtcNow());

    private async Task<(bool IsStale, TimeSpan? Age)> ProbeAsync(StampMarketplace marketplace, bool isLive, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (isLive && _probes.TryGetValue(marketplace.Account, out var known) && now - known.At < ProbeGoodFor)
            return (known.IsStale, known.Age);
        var (isStale, age) = await marketplace.ProbeAsync(cancellationToken);
        if (_probes.Count >= MostProbes)
            _probes.Clear();
        _probes[marketplace.Account] = new Probe(isStale, age, now);
        return (isStale, age);
    }

    /// <summary>Made anew when an item came, went or began to come; not while it comes.</summary>
    private MarketplaceView ViewOf(Offered offered, StampContent content)
    {
        var made = _view;
        var fingerprint = content.Fingerprint;
        if (made is not null && ReferenceEquals(made.Of, offered) && made.Fingerprint == fingerprint)
            return made.Shown;
        var view = new MarketplaceView(content.With(offered.Products));
        _view = new View(offered, fingerprint, view);
        return view;
    }

    private sealed record Offered(IReadOnlyList<Product> Products, long Activations, DateTimeOffset ReadAt);

    private sealed record Kept(StampContent Content, long Changes, DateTimeOffset ReadAt);

    private sealed record Probe(bool IsStale, TimeSpan? Age, DateTimeOffset At);

    private sealed record View(Offered Of, string Fingerprint, MarketplaceView Shown);
}
