using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Sample;

/// <summary>
/// Remembers what was seeded: the password, as setting it again would end everybody's sign-in, and the version of the catalogue.
/// </summary>
internal sealed class SampleState(SqlDatabase database, SecretProtector protector)
{
    private const string Purpose = "cloud/sample-password";
    private const string PasswordName = "password";
    private const string CatalogueName = "catalogue";

    public async Task<string?> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        var kept = await ReadAsync(PasswordName, cancellationToken);
        return kept is null ? null : protector.Unprotect(kept, Purpose).Reveal();
    }

    public Task WritePasswordAsync(Secret password, CancellationToken cancellationToken) =>
        WriteAsync(PasswordName, protector.Protect(password, Purpose), cancellationToken);

    public Task<string?> ReadCatalogueAsync(CancellationToken cancellationToken) => ReadAsync(CatalogueName, cancellationToken);

    public Task WriteCatalogueAsync(string version, CancellationToken cancellationToken) => WriteAsync(CatalogueName, version, cancellationToken);

    private async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>("select value from sample_state where name = @name", new { name });
    }

    private Task<int> WriteAsync(string name, string value, CancellationToken cancellationToken) => database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "insert into sample_state (name, value) values (@name, @value) on conflict (name) do update set value = excluded.value",
            new { name, value },
            transaction),
        cancellationToken);
}
