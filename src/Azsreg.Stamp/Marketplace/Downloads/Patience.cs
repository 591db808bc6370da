using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>How long something is waited for that fails again and again.</summary>
internal sealed class Patience(MarketplaceOptions options, TimeProvider clock, Random jitter)
{
    private readonly RetryPolicy _waits = new() { FirstWait = options.FirstWait, LongestWait = TimeSpan.FromSeconds(15) };
    private long _lastSuccess = clock.GetTimestamp();

    /// <summary>Something came through.</summary>
    public void Renew() => Interlocked.Exchange(ref _lastSuccess, clock.GetTimestamp());

    /// <summary>Waits before the next try.</summary>
    /// <exception cref="ArmException"><c>DownloadInterrupted</c>: it has lasted too long.</exception>
    public async Task WaitAsync(int tries, TimeSpan? retryAfter, string message, Exception cause, CancellationToken cancellationToken)
    {
        var silent = clock.GetElapsedTime(Interlocked.Read(ref _lastSuccess));
        var wait = _waits.WaitAfter(tries, retryAfter, jitter);
        if (silent + wait > options.Patience)
        {
            throw MarketplaceErrors.Interrupted(
                string.Create(CultureInfo.InvariantCulture, $"Nothing came through for {silent.TotalSeconds:0} seconds; at last: {message}"), cause);
        }

        await Task.Delay(wait, clock, cancellationToken);
    }
}
