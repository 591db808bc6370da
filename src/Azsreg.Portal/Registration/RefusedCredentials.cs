using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>
/// Credentials that a privileged endpoint refused a short while ago. A plan that follows the form would else try a mistyped password at every
/// change of another field, until the account is shut out. Only keyed hashes are kept, under a key of this process.
/// </summary>
internal sealed class RefusedCredentials(TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private const int Most = 1000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _refused = new(StringComparer.Ordinal);

    /// <exception cref="CataloguedException">They were refused (AZR8017).</exception>
    public void Demand(CloudAdminForm form)
    {
        if (_refused.TryGetValue(NameOf(form), out var until) && clock.GetUtcNow() < until)
            throw new CataloguedException(ErrorCatalogue.CredentialRefusedBefore, $"'{form.UserName}' was refused with this password.");
    }

    public void Remember(CloudAdminForm form)
    {
        var now = clock.GetUtcNow();
        if (_refused.Count >= Most)
        {
            foreach (var (name, until) in _refused)
            {
                if (until <= now)
                    _refused.TryRemove(name, out _);
            }
        }

        if (_refused.Count < Most)
            _refused[NameOf(form)] = now + Remembered;
    }

    public void Forget(CloudAdminForm form) => _refused.TryRemove(NameOf(form), out _);

    private string NameOf(CloudAdminForm form) => Convert.ToHexString(HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes($"{form.Endpoints}\n{form.UserName}\n{form.Password?.Reveal()}")));
}
