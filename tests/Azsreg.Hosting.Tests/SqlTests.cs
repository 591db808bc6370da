using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Hosting.Tests;

public sealed class SqlTests : IDisposable
{
    private const string Module = "Azsreg.Hosting.Tests.Sql";

    private readonly TemporaryFolder _folder = new();
    private readonly SqlDatabase _database;

    public SqlTests() => _database = SqlDatabase.Sqlite(Path.Combine(_folder.Data.Cloud, "test.db"));

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "10000")]
    public async Task OpenAsync_EveryConnection_HasThePragmas(string pragma, string value)
    {
        await using var first = await _database.OpenAsync();
        await using var second = await _database.OpenAsync();

        (await second.ExecuteScalarAsync<string>($"pragma {pragma}")).ShouldBe(value);
    }

    [Fact]
    public async Task ApplyAsync_FreshDatabase_AppliesAllInOrder()
    {
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);

        await using var connection = await _database.OpenAsync();
        (await connection.QueryAsync<string>("select name from schema_versions order by version")).ShouldBe(["first", "second"]);
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_SecondTime_ChangesNothing()
    {
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);

        await using var connection = await _database.OpenAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_SeveralAtOnce_AppliesEachScriptOnce()
    {
        using var other = SqlDatabase.Sqlite(Path.Combine(_folder.Data.Cloud, "test.db"));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(
            () => SqlScripts.ApplyAsync(number % 2 == 0 ? _database : other, typeof(SqlTests).Assembly, Module))));

        await using var connection = await _database.OpenAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_WrittenByNewerVersion_IsRefused()
    {
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);
        await _database.TransactAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into schema_versions (module, version, name) values (@Module, 3, 'third')", new { Module }, transaction));

        var refusal = await Should.ThrowAsync<CataloguedException>(
            () => SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module));

        refusal.Entry.Code.ShouldBe("AZR1004");
        refusal.Detail.ShouldContain("version 3");
    }

    [Fact]
    public async Task ApplyAsync_NoScriptOfThatPrefix_IsAProgrammingError() =>
        await Should.ThrowAsync<InvalidOperationException>(
            () => SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, "Azsreg.Nothing"));

    [Fact]
    public async Task TransactAsync_WorkThrows_RollsBack()
    {
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);

        await Should.ThrowAsync<InvalidOperationException>(() => _database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("delete from things", transaction: transaction);
            throw new InvalidOperationException();
        }));

        await using var after = await _database.OpenAsync();
        (await after.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task TransactAsync_ManyAtOnce_LosesNoUpdate()
    {
        await SqlScripts.ApplyAsync(_database, typeof(SqlTests).Assembly, Module);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _database.TransactAsync(async (connection, transaction) =>
        {
            var amount = await connection.ExecuteScalarAsync<long>("select amount from things where id = 'a'", transaction: transaction);
            await connection.ExecuteAsync("update things set amount = @next where id = 'a'", new { next = amount + 1 }, transaction);
        }))));

        await using var after = await _database.OpenAsync();
        (await after.ExecuteScalarAsync<long>("select amount from things where id = 'a'")).ShouldBe(50);
    }
}
