using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Remoting.Server;

/// <summary>
/// Signs in with Basic credentials on every request. A success is remembered for a minute, since a slow password hash on each request
/// of a session would cost more than the session; failures are delayed and lock the account and address out for a while.
/// </summary>
internal sealed class SignInGate(RemotingServerOptions options)
{
    private const int MaxRemembered = 4_096;
    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(1);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (RemoteIdentity Identity, DateTimeOffset Until)> remembered = new();
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The identity, or null with the time to wait before the next try if the caller is locked out.</summary>
    public async ValueTask<(RemoteIdentity? Identity, TimeSpan? RetryAfter)> SignInAsync(
        string? authorization, IPAddress? remote, CancellationToken cancellationToken)
    {
        if (Parse(authorization) is not var (user, password)) return (null, null);
        var now = options.Clock.GetUtcNow();
        var memory = MemoryKey(user, password, remote);
        if (remembered.TryGetValue(memory, out var known) && known.Until > now) return (known.Identity, null);
        var caller = remote + "|" + user;
        if (failures.TryGetValue(caller, out var failed) && failed.Count >= options.MaxFailedSignIns && failed.Until > now)
            return (null, failed.Until - now);
        if (await options.Authenticator.AuthenticateAsync(user, new SecureText(password), remote, cancellationToken) is { } identity)
        {
            failures.TryRemove(caller, out _);
            Trim(remembered, entry => entry.Until, now);
            remembered[memory] = (identity, now + RememberFor);
            return (identity, null);
        }
        Trim(failures, entry => entry.Until, now);
        failures.AddOrUpdate(
            caller, _ => (1, now + options.SignInLockout),
            (_, before) => (before.Until > now ? before.Count + 1 : 1, now + options.SignInLockout));
        await Task.Delay(options.FailedSignInDelay, options.Clock, cancellationToken);
        return (null, null);
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
    private string MemoryKey(string user, string password, IPAddress? remote) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{user}\0{password}\0{remote}")));

    /// <summary>Keeps the memory bounded: what is over goes first; a flood of new names throws out everything.</summary>
    private static void Trim<T>(ConcurrentDictionary<string, T> entries, Func<T, DateTimeOffset> until, DateTimeOffset now)
    {
        if (entries.Count < MaxRemembered) return;
        foreach (var (name, entry) in entries)
            if (until(entry) <= now) entries.TryRemove(name, out _);
        if (entries.Count >= MaxRemembered) entries.Clear();
    }
}
