using System.Collections.Concurrent;

namespace Azsreg.AzureClient.Tests.Testing;

internal sealed class MemoryTokenStore : ITokenStore
{
    public ConcurrentDictionary<string, StoredTokens> Kept { get; } = new();

    public ValueTask<StoredTokens?> ReadAsync(string account, CancellationToken cancellationToken) => ValueTask.FromResult(Kept.GetValueOrDefault(account));

    public ValueTask WriteAsync(string account, StoredTokens tokens, CancellationToken cancellationToken)
    {
        Kept[account] = tokens;
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string account, CancellationToken cancellationToken)
    {
        Kept.TryRemove(account, out _);
        return ValueTask.CompletedTask;
    }
}
