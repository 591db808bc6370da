using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// One file of an item, asked for until it comes: waits where the service says so, renews the link that expired, asks again after a cut. Gives up
/// when nothing came through for as long as patience lasts, or where asking again is no use.
/// </summary>
internal sealed class PatientBlob(ItemLinks links, string part, MarketplaceOptions options, TimeProvider clock, Random jitter)
{
    private const int MostDamaged = 5;
    private const int MostRefusedLinks = 3;

    private readonly Patience _patience = new(options, clock, jitter);
    private long _notBefore;
    private int _refusedLinks;

    /// <exception cref="ArmException">It is not to be had, and the error says why.</exception>
    /// <exception cref="BlobException"><see cref="BlobFault.Changed"/> or <see cref="BlobFault.NoSuchCheck"/>, which are the caller's to answer.</exception>
    public async Task<T> TryAsync<T>(Func<Uri, Task<T>> once, CancellationToken cancellationToken)
    {
        var damaged = 0;
        for (var tries = 1; ; tries++)
        {
            await PauseAsync(cancellationToken);
            Uri? link = null;
            try
            {
                link = await links.GetAsync(part, cancellationToken);
                var result = await once(link);
                _patience.Renew();
                Volatile.Write(ref _refusedLinks, 0);
                return result;
            }
            catch (BlobException failed)
            {
                switch (failed.Fault)
                {
                    case BlobFault.LinkRefused or BlobFault.Gone:
                        // Ranges that run side by side are refused together, and one renewal is for all of them.
                        if (links.Renew(part, link!) && Interlocked.Increment(ref _refusedLinks) > MostRefusedLinks)
                            throw failed.Fault == BlobFault.Gone ? MarketplaceErrors.ContentMissing(failed.Message) : MarketplaceErrors.LinkRefused(failed.Message);
                        if (tries == 1)
                            continue;
                        break;
                    case BlobFault.Damaged when ++damaged >= MostDamaged:
                        throw MarketplaceErrors.BlockCorrupted(failed.Message, damaged);
                    case BlobFault.Refused:
                        throw MarketplaceErrors.Refused(failed.Message);
                    case BlobFault.Busy when failed.RetryAfter is { } wait:
                        HoldBack(wait);
                        break;
                    case BlobFault.Changed or BlobFault.NoSuchCheck:
                        throw;
                }

                await _patience.WaitAsync(tries, failed.Fault == BlobFault.Busy ? failed.RetryAfter : null, failed.Message, failed, cancellationToken);
            }
            catch (ArmException unreached) when (unreached.Error.Code == MarketplaceErrors.NotReachedCode)
            {
                await _patience.WaitAsync(tries, null, unreached.Error.Message, unreached, cancellationToken);
            }
        }
    }

    /// <summary>All ranges of the file wait for a service that is busy, not only the one that was told.</summary>
    private void HoldBack(TimeSpan wait)
    {
        var until = clock.GetTimestamp() + (long)(Math.Max(0, wait.TotalSeconds) * clock.TimestampFrequency);
        Interlocked.Exchange(ref _notBefore, Math.Max(Interlocked.Read(ref _notBefore), until));
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var left = clock.GetElapsedTime(clock.GetTimestamp(), Interlocked.Read(ref _notBefore));
        if (left > TimeSpan.Zero && _notBefore != 0)
            await Task.Delay(left, clock, cancellationToken);
    }
}
