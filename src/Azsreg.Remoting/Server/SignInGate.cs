using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Server;

/// <summary>
/// Signs in each request by its Basic credentials or its connection's client certificate. A success is remembered for a minute, since a
/// slow password hash on each request of a session would cost more than the session; failures are delayed and lock the account, or the
/// certificate, and the address out for a while.
/// </summary>
internal sealed class SignInGate(RemotingServerOptions options) : IDisposable
{
    private const int MaxRemembered = 4_096;
    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(1);

    /// <summary>Few at a time: parallel guesses must not slip past the count, nor a crowd of sessions hash the same password at once.</summary>
    private readonly SemaphoreSlim atOnce = new(2, 2);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (RemoteIdentity Identity, DateTimeOffset Until)> remembered = new();
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The identity, or null with the time to wait before the next try if the caller is locked out.</summary>
    public async ValueTask<(RemoteIdentity? Identity, TimeSpan? RetryAfter)> SignInAsync(
        string? authorization, X509Certificate2? certificate, IPAddress? remote, CancellationToken cancellationToken)
    {
        if (Read(authorization, certificate, remote) is not { } attempt) return (null, null);
        if (Recall(attempt.Memory) is { } known) return (known, null);
        await atOnce.WaitAsync(cancellationToken);
        try
        {
            if (Recall(attempt.Memory) is { } since) return (since, null);
            if (LockedOutFor(attempt.Caller) is { } wait) return (null, wait);
            if (await attempt.CheckAsync(cancellationToken) is { } identity)
            {
                Remember(attempt.Memory, identity);
                failures.TryRemove(attempt.Caller, out _);
                return (identity, null);
            }
            CountFailure(attempt.Caller);
        }
        finally
        {
            atOnce.Release();
        }
        await Task.Delay(options.FailedSignInDelay, options.Clock, cancellationToken);
        return (null, null);
    }

    public void Dispose() => atOnce.Dispose();

    private RemoteIdentity? Recall(string memory) =>
        remembered.TryGetValue(memory, out var known) && known.Until > options.Clock.GetUtcNow() ? known.Identity : null;

    private void Remember(string memory, RemoteIdentity identity)
    {
        var now = options.Clock.GetUtcNow();
        Trim(remembered, entry => entry.Until, now);
        remembered[memory] = (identity, now + RememberFor);
    }

    private TimeSpan? LockedOutFor(string caller)
    {
        var now = options.Clock.GetUtcNow();
        return failures.TryGetValue(caller, out var failed) && failed.Count >= options.MaxFailedSignIns && failed.Until > now
            ? failed.Until - now
            : null;
    }

    private void CountFailure(string caller)
    {
        var now = options.Clock.GetUtcNow();
        Trim(failures, entry => entry.Until, now);
        failures.AddOrUpdate(
            caller, _ => (1, now + options.SignInLockout),
            (_, before) => (before.Until > now ? before.Count + 1 : 1, now + options.SignInLockout));
    }

    /// <summary>Null if the request says nothing of who is asking.</summary>
    private Attempt? Read(string? authorization, X509Certificate2? certificate, IPAddress? remote)
    {
        if (authorization is WsManNames.MutualTls && certificate is not null)
        {
            var fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            return new(
                $"{remote}|certificate|{fingerprint}", MemoryKey("certificate", fingerprint, "", remote),
                token => options.Authenticator.AuthenticateAsync(certificate, remote, token));
        }
        if (Parse(authorization) is not var (user, password)) return null;
        return new(
            $"{remote}|user|{user}", MemoryKey("user", user, password, remote),
            token => options.Authenticator.AuthenticateAsync(user, new SecureText(password), remote, token));
    }

    private static (string User, string Password)? Parse(string? authorization)
    {
        const string scheme = "Basic ";
        if (authorization is null || authorization.Length > 8_192 || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Neither name nor password is kept: only a keyed hash of both.</summary>
    private string MemoryKey(string kind, string name, string password, IPAddress? remote) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{name}\0{password}\0{remote}")));

    /// <param name="Caller">Who is locked out after too many failures.</param>
    /// <param name="Memory">What a success is remembered by.</param>
    /// <param name="CheckAsync">Asks the authenticator.</param>
    private sealed record Attempt(string Caller, string Memory, Func<CancellationToken, ValueTask<RemoteIdentity?>> CheckAsync);

    /// <summary>Keeps the memory bounded: what is over goes first; a flood of new names throws out everything.</summary>
    private static void Trim<T>(ConcurrentDictionary<string, T> entries, Func<T, DateTimeOffset> until, DateTimeOffset now)
    {
        if (entries.Count < MaxRemembered) return;
        foreach (var (name, entry) in entries)
            if (until(entry) <= now) entries.TryRemove(name, out _);
        if (entries.Count >= MaxRemembered) entries.Clear();
    }
}
