using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Portal.Session;

/// <summary>
/// The sessions: in memory while they are used, sealed in <c>portal.db</c> so that a restart of the stamp signs nobody out. A browser holds 256
/// random bits, the database their hash: who reads the database cannot take over a session.
/// </summary>
internal sealed class SessionStore(
    SqlDatabase database, SecretProtector protector, PortalOptions options, TimeProvider clock, IServiceProvider services) : ITokenStore, IDisposable
{
    // The last visit is kept this often, not at every request.
    private static readonly TimeSpan KeepVisitsEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, LiveSession> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isReady;

    /// <summary>Opens a session; the cookie's value is known only here.</summary>
    public async Task<(string Cookie, LiveSession Session)> OpenAsync(SessionContent content, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var session = new LiveSession(IdOf(cookie), content, now + options.SessionLifetime, now);
        await KeepAsync(session, cancellationToken);
        _open[session.Id] = session;
        return (cookie, session);
    }

    /// <summary>The session of a cookie; null where there is none, or its time is over.</summary>
    /// <param name="cookie">What the browser sent.</param>
    /// <param name="isVisit">Whether somebody is there, which starts the idle time anew.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<LiveSession?> FindAsync(string cookie, bool isVisit, CancellationToken cancellationToken)
    {
        if (cookie.Length != 43)
            return null;
        var id = IdOf(cookie);
        if (!_open.TryGetValue(id, out var session))
        {
            await ReadyAsync(cancellationToken);
            if (await ReadKeptAsync(id, cancellationToken) is not { } read)
                return null;
            session = _open.GetOrAdd(id, read);
        }

        var now = clock.GetUtcNow();
        if (IsOver(session, now))
        {
            await EndAsync(session);
            return null;
        }

        if (isVisit)
        {
            session.SeenAt = now;
            if (now - session.SeenAtKept >= KeepVisitsEvery)
                await KeepAsync(session, cancellationToken);
        }

        return session;
    }

    /// <summary>Whether a session is open now; one whose time is over is ended.</summary>
    public bool IsOpen(string id)
    {
        if (!_open.TryGetValue(id, out var session))
            return false;
        if (!IsOver(session, clock.GetUtcNow()))
            return true;
        session.End();
        return false;
    }

    /// <summary>Ends a session: its row, its pages' connections, and what others keep for the person.</summary>
    public async Task EndAsync(LiveSession session)
    {
        if (!_open.TryRemove(session.Id, out _))
            return;
        session.End();
        await database.TransactAsync((connection, transaction) =>
            connection.ExecuteAsync("delete from sessions where id = @Id", new { session.Id }, transaction));
        var isLast = !_open.Values.Any(other => other.Content.Person.ObjectId == session.Content.Person.ObjectId);
        foreach (var watcher in (IEnumerable<ISessionWatcher>)services.GetService(typeof(IEnumerable<ISessionWatcher>))!)
            await watcher.EndedAsync(session.Content.Person, isLast);
    }

    /// <summary>A person's sessions that have not ended, the one used last first.</summary>
    /// <param name="person">Their object id.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(string person, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var found = new List<OwnSession>();
        foreach (var id in await connection.QueryAsync<string>("select id from sessions"))
        {
            if ((_open.GetValueOrDefault(id) ?? await ReadKeptAsync(id, cancellationToken)) is { } session
                && session.Content.Person.ObjectId == person && !IsOver(session, now))
                found.Add(new OwnSession(id, session.SeenAt, session.EndsAt));
        }

        return [.. found.OrderByDescending(session => session.SeenAt)];
    }

    /// <summary>Ends a session by its name, also one that was not used since this portal started.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        if ((_open.GetValueOrDefault(id) ?? await ReadKeptAsync(id, cancellationToken)) is { } session)
            await EndAsync(_open.GetOrAdd(id, session));
    }

    /// <inheritdoc/>
    public ValueTask<StoredTokens?> ReadAsync(string account, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(account, out var session))
            return ValueTask.FromResult<StoredTokens?>(null);
        var content = session.Content;
        return ValueTask.FromResult<StoredTokens?>(new StoredTokens(
            new AccountCredential.Refresh(new Secret(content.RefreshToken)),
            [.. content.AccessTokens.Select(kept => new CachedToken(kept.Tenant, kept.Audience, new Secret(kept.Token), kept.IssuedOn, kept.ExpiresOn))]));
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string account, StoredTokens tokens, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(account, out var session))
            return;
        session.Content = session.Content with
        {
            RefreshToken = tokens.Credential is AccountCredential.Refresh refresh ? refresh.Token.Reveal() : session.Content.RefreshToken,
            AccessTokens = [.. tokens.AccessTokens.Select(token =>
                new SessionContent.KeptToken(token.Tenant, token.Audience, token.Token.Reveal(), token.IssuedOn, token.ExpiresOn))],
        };
        await KeepAsync(session, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string account, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(account, out var session))
            await EndAsync(session);
    }

    public void Dispose()
    {
        foreach (var session in _open.Values)
            session.Dispose();
        _gate.Dispose();
    }

    private static string IdOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(cookie)));

    private static string Purpose(string id) => "portal/session/" + id;

    private bool IsOver(LiveSession session, DateTimeOffset now) => now >= session.EndsAt || now - session.SeenAt >= options.IdleTimeout;

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
            return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isReady)
                return;
            await SqlScripts.ApplyAsync(database, typeof(SessionStore).Assembly, "Azsreg.Portal.Sql", cancellationToken);
            var now = clock.GetUtcNow();
            await database.TransactAsync(
                (connection, transaction) => connection.ExecuteAsync(
                    "delete from sessions where ends_at <= @now or seen_at <= @idle",
                    new { now = now.ToUnixTimeMilliseconds(), idle = (now - options.IdleTimeout).ToUnixTimeMilliseconds() },
                    transaction),
                cancellationToken);
            _isReady = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<LiveSession?> ReadKeptAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await connection.QueryFirstOrDefaultAsync<Row>(
                """select content as "Content", seen_at as "SeenAt", ends_at as "EndsAt" from sessions where id = @id""", new { id }) is not { } row)
            return null;
        try
        {
            var content = JsonSerializer.Deserialize<SessionContent>(protector.Unprotect(row.Content, Purpose(id)).Reveal());
            return new LiveSession(id, content!, DateTimeOffset.FromUnixTimeMilliseconds(row.EndsAt), DateTimeOffset.FromUnixTimeMilliseconds(row.SeenAt));
        }
        catch (Exception exception) when (exception is JsonException or CataloguedException)
        {
            return null; // Written by another version, or with another folder's key: the person signs in again.
        }
    }

    private async Task KeepAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var seen = session.SeenAt;
        var text = JsonSerializer.Serialize(session.Content);
        await database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into sessions (id, content, seen_at, ends_at) values (@id, @content, @seen, @ends)
                on conflict (id) do update set content = excluded.content, seen_at = excluded.seen_at
                """,
                new
                {
                    id = session.Id,
                    content = protector.Protect(new Secret(text), Purpose(session.Id)),
                    seen = seen.ToUnixTimeMilliseconds(),
                    ends = session.EndsAt.ToUnixTimeMilliseconds(),
                },
                transaction),
            cancellationToken);
        session.SeenAtKept = seen;
    }

    private sealed record Row(string Content, long SeenAt, long EndsAt);
}
