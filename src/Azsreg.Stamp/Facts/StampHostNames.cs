using System.Text.Json;
using Azsreg.Hosting;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Azsreg.Stamp.Facts;

/// <summary>The names a stamp's doors for administrators have in its external domain.</summary>
public sealed record StampHostNames
{
    private StampHostNames(string domain)
    {
        AdminPortal = $"adminportal.{domain}".ToLowerInvariant();
        AdminManagement = $"adminmanagement.{domain}".ToLowerInvariant();
    }

    /// <summary>The portal's.</summary>
    public string AdminPortal { get; }

    /// <summary>Admin ARM's, and that of its sign-in.</summary>
    public string AdminManagement { get; }

    /// <summary>Both.</summary>
    public IReadOnlyList<string> All => [AdminPortal, AdminManagement];

    /// <summary>Reads the names of a stamp that need not run; of one that never started, those it will have.</summary>
    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="name">Its name.</param>
    /// <param name="region">The region it is started with; null for the usual one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<StampHostNames> ReadAsync(DataFolder folder, string name, string? region, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var first = new StampHostNames($"{region ?? "local"}.azurestack.external");
        var path = Path.Combine(folder.Path, "stamps", name, "stamp.db");
        if (!File.Exists(path))
            return first;
        using var database = SqlDatabase.Sqlite(path);
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            var facts = await connection.ExecuteScalarAsync<string?>("select facts from stamp_facts where singleton = 1");
            using var document = facts is null ? null : JsonDocument.Parse(facts);
            return document?.RootElement.GetProperty("externalDomainFqdn").GetString() is { } domain ? new StampHostNames(domain) : first;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 1)
        {
            return first; // Killed before its tables were made.
        }
    }
}
