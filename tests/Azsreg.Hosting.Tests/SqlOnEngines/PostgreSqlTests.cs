using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using Dapper;
using Npgsql;

namespace Azsreg.Hosting.Tests;

public sealed class PostgreSqlTests : SqlContract
{
    private PostgreSqlServer _server = null!;
    private string _connectionString = "";

    private protected override string NewerCode => "AZR1056";

    public override async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.RequireAsync();
        _connectionString = await _server.NewDatabaseAsync();
        await base.InitializeAsync();
    }

    [Fact]
    public async Task RequireFitAsync_DatabaseAsTheDocsMakeIt_IsTaken() => await Database.RequireFitAsync();

    [Theory]
    [InlineData("Database=nowhere", "AZR1053")]
    [InlineData("Password=wrong", "AZR1052")]
    [InlineData("Username=stranger", "AZR1052")]
    [InlineData("Host=/nowhere;Timeout=1", "AZR1050")]
    public async Task RequireFitAsync_ConnectionStringIsWrong_IsToldApartWithoutThePassword(string change, string code)
    {
        var password = new NpgsqlConnectionStringBuilder(_connectionString).Password!;
        using var database = new PostgreSqlDatabase(new Secret(_connectionString + ";" + change), new Random(1), patience: TimeSpan.FromSeconds(0.5));

        var refusal = await Should.ThrowAsync<CataloguedException>(() => database.RequireFitAsync());

        refusal.Entry.Code.ShouldBe(code);
        refusal.ToString().ShouldNotContain(password);
    }

    [Theory]
    [InlineData("Host=a;Colour=red")]
    [InlineData("Host=a;Port=many")]
    [InlineData("Database=azsreg")]
    [InlineData("postgres://azsreg:hunter2@db/azsreg")]
    public void PostgreSql_NoConnectionString_IsRefusedWithoutRepeatingIt(string text)
    {
        var refusal = Should.Throw<CataloguedException>(() => SqlDatabase.PostgreSql(new Secret(text)));

        refusal.Entry.Code.ShouldBe("AZR1051");
        refusal.ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("encoding 'SQL_ASCII' locale 'C'", "encoding")]
    [InlineData("encoding 'UTF8' locale_provider icu icu_locale 'en' locale 'C'", "sorts texts")]
    public async Task RequireFitAsync_DatabaseKeepsTextsOtherwise_IsRefused(string how, string because)
    {
        await ExecuteAsync($"create database other template template0 {how}");
        using var database = SqlDatabase.PostgreSql(new Secret(_server.ConnectionString("other")));

        try
        {
            var refusal = await Should.ThrowAsync<CataloguedException>(() => database.RequireFitAsync());

            refusal.Entry.Code.ShouldBe("AZR1055");
            refusal.Detail.ShouldContain(because);
        }
        finally
        {
            database.Dispose();
            await ExecuteAsync("drop database other with (force)");
        }
    }

    [Fact]
    public async Task RequireFitAsync_AccountMayMakeNoTables_IsRefused()
    {
        await ExecuteAsync("drop role if exists guest");
        await ExecuteAsync("create role guest login password 'guest'");
        using var database = SqlDatabase.PostgreSql(new Secret(_connectionString + ";Username=guest;Password=guest"));

        var refusal = await Should.ThrowAsync<CataloguedException>(() => database.RequireFitAsync());

        refusal.Entry.Code.ShouldBe("AZR1054");
    }

    [Fact]
    public async Task RequireFitAsync_CommitsAreNotDurable_IsRefused()
    {
        using var database = SqlDatabase.PostgreSql(new Secret(_connectionString + ";Options=-c synchronous_commit=off"));

        var refusal = await Should.ThrowAsync<CataloguedException>(() => database.RequireFitAsync());

        refusal.Detail.ShouldContain("synchronous_commit is off");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_ServerWasRestarted_GoesOn(bool crash)
    {
        await ApplyAsync(Database);
        await using (await Database.OpenAsync())
        {
            // One in the pool, one in use: both die with the server.
            (await Database.OpenAsync()).Dispose();
        }

        await (crash ? _server.CrashAndStartAsync() : _server.RestartAsync());

        (await AmountOnceAnsweredAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task TransactAsync_ServerGoesAwayBeforeTheCommit_RunsTheWorkAgain()
    {
        await ApplyAsync(Database);
        var runs = 0;

        await Database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("update things set amount = amount + 1 where id = 'a'", transaction: transaction);
            if (++runs == 1)
                await _server.RestartAsync();
            await connection.ExecuteAsync("update things set amount = amount + 1 where id = 'a'", transaction: transaction);
        });

        runs.ShouldBe(2);
        (await AmountOnceAnsweredAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task TransactAsync_ServerStaysAway_FailsAsPassing()
    {
        await ApplyAsync(Database);
        using var impatient = new PostgreSqlDatabase(new Secret(_connectionString), new Random(1), patience: TimeSpan.FromSeconds(0.5));
        await _server.StopAsync();
        try
        {
            var failure = await Should.ThrowAsync<NpgsqlException>(
                () => impatient.TransactAsync((connection, transaction) => connection.ExecuteAsync("delete from things", transaction: transaction)));

            SqlFault.IsPassing(failure).ShouldBeTrue();
        }
        finally
        {
            await _server.StartAsync();
        }

        (await AmountOnceAnsweredAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task TransactAsync_ConstraintIsBroken_IsNotTriedAgain()
    {
        await ApplyAsync(Database);
        var runs = 0;

        var failure = await Should.ThrowAsync<PostgresException>(() => Database.TransactAsync((connection, transaction) =>
        {
            runs++;
            return connection.ExecuteAsync("insert into things (id) values ('a')", transaction: transaction);
        }));

        SqlFault.IsPassing(failure).ShouldBeFalse();
        runs.ShouldBe(1);
    }

    private protected override Task<SqlDatabase> OpenAsync() => Task.FromResult(SqlDatabase.PostgreSql(new Secret(_connectionString)));

    // A connection is taken at its word for a second after the server was last heard of: one that is asked then fails, in passing, and is dropped.
    private async Task<long> AmountOnceAnsweredAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                return await AmountAsync();
            }
            catch (Exception lost) when (SqlFault.IsPassing(lost) && !patience.IsCancellationRequested)
            {
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString("postgres"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
