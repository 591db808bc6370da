using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Sample;

/// <summary>Remembers the password the sample data was seeded with: setting it again would end everybody's sign-in.</summary>
internal sealed class SampleState(SqlDatabase database, SecretProtector protector)
{
    private const string Purpose = "cloud/sample-password";

    public async Task<string?> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var kept = await connection.QuerySingleOrDefaultAsync<string?>("select value from sample_state where name = 'password'");
        return kept is null ? null : protector.Unprotect(kept, Purpose).Reveal();
    }

    public Task WritePasswordAsync(Secret password, CancellationToken cancellationToken) => database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "insert into sample_state (name, value) values ('password', @value) on conflict (name) do update set value = excluded.value",
            new { value = protector.Protect(password, Purpose) },
            transaction),
        cancellationToken);
}
