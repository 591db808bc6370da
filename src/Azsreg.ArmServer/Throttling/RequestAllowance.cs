using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer.Throttling;

/// <summary>Counts requests by principal, scope and kind in windows of an hour, and says what is left.</summary>
internal sealed class RequestAllowance(ArmServerOptions options, TimeProvider clock)
{
    // A stranger cannot make entries (a token comes first), so this only bounds very many principals.
    private const int MaxEntries = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Principal, string Scope), Counter> _counters = new();

    /// <summary>Spends one request and writes the header that says what remains.</summary>
    /// <exception cref="Protocol.ArmException">429, with <c>Retry-After</c>: nothing remains.</exception>
    public void Spend(ArmCaller caller, string? subscriptionId, string method, IHeaderDictionary response)
    {
        var kind = Kind(method);
        var limit = kind switch
        {
            RequestKind.Read => options.Limits.Reads,
            RequestKind.Write => options.Limits.Writes,
            _ => options.Limits.Deletes,
        };
        var now = clock.GetUtcNow();
        var key = (caller.ObjectId, subscriptionId ?? caller.TenantId);
        if (!_counters.TryGetValue(key, out var counter))
            counter = Add(key, now);
        var (remaining, resetsIn) = counter.Spend(kind, limit, now, Window);
        response[HeaderName(kind, subscriptionId is not null)] = Math.Max(0, remaining).ToString(CultureInfo.InvariantCulture);
        if (remaining < 0)
            throw ArmErrors.TooManyRequests(resetsIn);
    }

    // Counting the entries takes every lock of the dictionary, so it is done only when one is added.
    private Counter Add((string Principal, string Scope) key, DateTimeOffset now)
    {
        if (_counters.Count >= MaxEntries)
            _counters.Clear();
        return _counters.GetOrAdd(key, static (_, at) => new Counter(at), now);
    }

    private static RequestKind Kind(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? RequestKind.Read
        : HttpMethods.IsDelete(method) ? RequestKind.Delete
        : RequestKind.Write;

    private static string HeaderName(RequestKind kind, bool subscription) => (kind, subscription) switch
    {
        (RequestKind.Read, true) => "x-ms-ratelimit-remaining-subscription-reads",
        (RequestKind.Write, true) => "x-ms-ratelimit-remaining-subscription-writes",
        (RequestKind.Delete, true) => "x-ms-ratelimit-remaining-subscription-deletes",
        (RequestKind.Read, false) => "x-ms-ratelimit-remaining-tenant-reads",
        (RequestKind.Write, false) => "x-ms-ratelimit-remaining-tenant-writes",
        _ => "x-ms-ratelimit-remaining-tenant-deletes",
    };

    private enum RequestKind
    {
        Read,
        Write,
        Delete,
    }

    private sealed class Counter(DateTimeOffset start)
    {
        private readonly Lock _lock = new();
        private readonly int[] _spent = new int[3];
        private DateTimeOffset _start = start;

        public (int Remaining, TimeSpan ResetsIn) Spend(RequestKind kind, int limit, DateTimeOffset now, TimeSpan window)
        {
            lock (_lock)
            {
                if (now - _start >= window)
                {
                    _start = now;
                    Array.Clear(_spent);
                }

                var spent = _spent[(int)kind];
                if (spent <= limit)
                    _spent[(int)kind] = ++spent;
                return (limit - spent, _start + window - now);
            }
        }
    }
}
