using System.Collections.Frozen;
using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.Identity;

/// <summary>
/// The directory behind the token service: tenants, users, applications and their service principals. The host's Graph
/// endpoints and its seeding work on it. Every change is one transaction; a refused one throws <see cref="DirectoryException"/>.
/// </summary>
public sealed partial class IdentityDirectory
{
    /// <summary>The most entries one page of a list returns.</summary>
    public const int LargestPage = 999;

    private readonly SqlDatabase _database;
    private readonly SecretProtector _protector;
    private readonly PasswordHashing _passwords;
    private readonly TimeProvider _clock;
    private readonly FrozenDictionary<Guid, Application> _firstParty;

    internal IdentityDirectory(
        SqlDatabase database, SecretProtector protector, PasswordHashing passwords, TimeProvider clock, IReadOnlyList<Application> firstPartyClients)
    {
        _firstParty = firstPartyClients.ToFrozenDictionary(client => client.AppId);
        _database = database;
        _protector = protector;
        _passwords = passwords;
        _clock = clock;
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Guid NewId() => Guid.CreateVersion7(_clock.GetUtcNow());

    private static string Key(Guid id) => id.ToString("D");

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Json(IReadOnlyList<string> values) => JsonSerializer.Serialize(values, IdentityJson.Default.IReadOnlyListString);

    private static IReadOnlyList<string> List(string json) => JsonSerializer.Deserialize(json, IdentityJson.Default.IReadOnlyListString) ?? [];

    private static string Name(string? value, string field, int longest = 256)
    {
        var name = value?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > longest)
            throw Invalid($"The property '{field}' must have 1 to {longest} characters.");
        return name;
    }

    private static int Page(int take) => Math.Clamp(take, 1, LargestPage);

    private static DirectoryException Invalid(string message) => new(DirectoryFailure.Invalid, message);

    private static DirectoryException NotFound(string kind, object id) => new(DirectoryFailure.NotFound, $"{kind} '{id}' does not exist.");

    private static DirectoryException Conflict(string message) => new(DirectoryFailure.Conflict, message);
}
