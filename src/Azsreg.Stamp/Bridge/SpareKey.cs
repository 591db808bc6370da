using System.Security.Cryptography;

namespace Azsreg.Stamp.Bridge;

/// <summary>
/// The key of the next bridge certificate, made while nobody waits: finding two primes takes some 150 ms on average and at times a second,
/// most of what making the bridge's identity takes.
/// </summary>
internal sealed class SpareKey : IDisposable
{
    private const int KeySize = 2048;

    private Task<RSA>? _making;

    public void Prepare() => Interlocked.CompareExchange(ref _making, Task.Run(() => RSA.Create(KeySize)), null);

    /// <summary>The spare, or a new key where there is none. The caller disposes it.</summary>
    public Task<RSA> TakeAsync() => Interlocked.Exchange(ref _making, null) ?? Task.Run(() => RSA.Create(KeySize));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _making, null) is { IsCompletedSuccessfully: true } made)
            made.Result.Dispose();
    }
}
