using System.Data;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Hosting.Tests;

/// <summary>What holds on every engine.</summary>
public abstract class SqlContract : IAsyncLifetime
{
    private protected const string Module = "Azsreg.Hosting.Tests.Sql";

    private protected SqlDatabase Database { get; private set; } = null!;

    private protected abstract string NewerCode { get; }

    public virtual async ValueTask InitializeAsync() => Database = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        Database?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The test's database, as another process opens it.</summary>
    private protected abstract Task<SqlDatabase> OpenAsync();

    [Fact]
    public async Task ApplyAsync_FreshDatabase_AppliesAllInOrder()
    {
        await ApplyAsync(Database);

        await using var connection = await Database.OpenAsync();
        (await connection.QueryAsync<string>("select name from schema_versions order by version")).ShouldBe(["first", "second"]);
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_ScriptsOfTheEngines_AppliesItsOwnOnly()
    {
        await SqlScripts.ApplyAsync(Database, typeof(SqlContract).Assembly, Module + ".Own");

        await using var connection = await Database.OpenAsync();
        (await connection.QuerySingleAsync<string>("select engine from own_things")).ShouldBe(Database.Engine.ToString());
    }

    [Fact]
    public async Task ApplyAsync_SecondTime_ChangesNothing()
    {
        await ApplyAsync(Database);
        await ApplyAsync(Database);

        await using var connection = await Database.OpenAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_SeveralAtOnce_AppliesEachScriptOnce()
    {
        using var other = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => ApplyAsync(number % 2 == 0 ? Database : other))));

        await using var connection = await Database.OpenAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from things")).ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_WrittenByNewerVersion_IsRefused()
    {
        await ApplyAsync(Database);
        await Database.TransactAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into schema_versions (module, version, name) values (@Module, 3, 'third')", new { Module }, transaction));

        var refusal = await Should.ThrowAsync<CataloguedException>(() => ApplyAsync(Database));

        refusal.Entry.Code.ShouldBe(NewerCode);
        refusal.Detail.ShouldContain("version 3");
    }

    [Fact]
    public async Task ApplyAsync_NoScriptOfThatPrefix_IsAProgrammingError() =>
        await Should.ThrowAsync<InvalidOperationException>(
            () => SqlScripts.ApplyAsync(Database, typeof(SqlContract).Assembly, "Azsreg.Nothing"));

    [Fact]
    public async Task TransactAsync_WorkThrows_RollsBack()
    {
        await ApplyAsync(Database);

        await Should.ThrowAsync<InvalidOperationException>(() => Database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("delete from things", transaction: transaction);
            throw new InvalidOperationException();
        }));

        (await AmountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task TransactAsync_ReadThenWriteByManyInSeveralProcesses_LosesNoUpdate(int processes)
    {
        await ApplyAsync(Database);
        var databases = new List<SqlDatabase>();
        for (var process = 0; process < processes; process++)
            databases.Add(await OpenAsync());

        await Task.WhenAll(Enumerable.Range(0, 48).Select(number => Task.Run(() => databases[number % processes].TransactAsync(async (connection, transaction) =>
        {
            var amount = await connection.ExecuteScalarAsync<long>("select amount from things where id = 'a'", transaction: transaction);
            await connection.ExecuteAsync("update things set amount = @next where id = 'a'", new { next = amount + 1 }, transaction);
        }))));

        databases.ForEach(database => database.Dispose());
        (await AmountAsync()).ShouldBe(48);
    }

    [Fact]
    public async Task TransactAsync_ReadCommitted_CountsEveryRelativeUpdate()
    {
        await ApplyAsync(Database);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Database.TransactAsync(
            IsolationLevel.ReadCommitted,
            (connection, transaction) => connection.ExecuteAsync("update things set amount = amount + 1 where id = 'a'", transaction: transaction)))));

        (await AmountAsync()).ShouldBe(32);
    }

    /// <summary>Keys are compared and paged in the order of their bytes on both engines.</summary>
    [Fact]
    public async Task Text_MixedCaseAndSigns_IsOrderedByItsBytes()
    {
        await ApplyAsync(Database);
        await Database.TransactAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into things (id) values (@id)", new[] { new { id = "B" }, new { id = "-" }, new { id = "_a" }, new { id = "ä" } }, transaction));

        await using var connection = await Database.OpenAsync();

        (await connection.QueryAsync<string>("select id from things order by id")).ShouldBe(["-", "B", "_a", "a", "ä"]);
        (await connection.QueryAsync<string>("select id from things where id > 'B' order by id limit @count", new { count = 2 })).ShouldBe(["_a", "a"]);
    }

    private protected static Task ApplyAsync(SqlDatabase database) => SqlScripts.ApplyAsync(database, typeof(SqlContract).Assembly, Module);

    private protected async Task<long> AmountAsync()
    {
        await using var connection = await Database.OpenAsync();
        return await connection.QuerySingleAsync<long>("select amount from things where id = 'a'");
    }
}
