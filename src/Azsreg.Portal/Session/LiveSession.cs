using Azsreg.AzureClient;

namespace Azsreg.Portal.Session;

/// <summary>A session in memory.</summary>
internal sealed class LiveSession(string id, SessionContent content, DateTimeOffset endsAt, DateTimeOffset seenAt) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public string Id => id;

    public SessionContent Content { get; set; } = content;

    public DateTimeOffset EndsAt => endsAt;

    public DateTimeOffset SeenAt { get; set; } = seenAt;

    /// <summary>What the database has for <see cref="SeenAt"/>.</summary>
    public DateTimeOffset SeenAtKept { get; set; } = seenAt;

    public AccessTokenProvider? Tokens { get; set; }

    public CancellationToken Ended => _ended.Token;

    public void End() => _ended.Cancel();

    public void Dispose()
    {
        Tokens?.Dispose();
        _ended.Dispose();
    }
}
