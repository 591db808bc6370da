using Dapper;

namespace Azsreg.Hosting.Tests;

public sealed class SqliteTests : SqlContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override string NewerCode => "AZR1004";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "10000")]
    public async Task OpenAsync_EveryConnection_HasThePragmas(string pragma, string value)
    {
        await using var first = await Database.OpenAsync();
        await using var second = await Database.OpenAsync();

        (await second.ExecuteScalarAsync<string>($"pragma {pragma}")).ShouldBe(value);
    }

    private protected override Task<SqlDatabase> OpenAsync() => Task.FromResult(SqlDatabase.Sqlite(Path.Combine(_folder.Data.Cloud, "test.db")));
}
