using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

[assembly: AssemblyFixture(typeof(Azsreg.Tests.Shared.PostgreSqlServer))]

namespace Azsreg.Tests.Shared;

/// <summary>
/// A PostgreSQL cluster of the test assembly's own, in a temporary folder, as durable as a real one. It is made when the first database is asked
/// for, runs as a user of no rights where the tests run as root, and ends with the tests, however they end.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Owner = "azsreg";
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Task<string>> _templates = [];
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private string? _folder;
    private Process? _keeper;
    private int _postmaster;
    private int _databases;

    /// <summary>Why there is no PostgreSQL to test on; null where there is one.</summary>
    public static string? Missing { get; } = PostgreSqlPrograms.Missing;

    /// <summary>The one of this assembly; the test is skipped by name where PostgreSQL is not installed.</summary>
    public static async Task<PostgreSqlServer> RequireAsync()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return await TestContext.Current.GetFixture<PostgreSqlServer>() ?? throw new InvalidOperationException("No assembly fixture.");
    }

    /// <summary>Makes an empty database; its connection string, which holds the password.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await EnsureAsync();
        return await CreateAsync("template0");
    }

    /// <summary>Makes a database that is a copy of a prepared one.</summary>
    /// <param name="name">Which preparation it is.</param>
    /// <param name="prepare">Fills the prepared one, once an assembly; leaves no connection open to it.</param>
    public async Task<string> NewDatabaseAsync(string name, Func<string, Task> prepare)
    {
        await EnsureAsync();
        Task<string> template;
        lock (_templates)
        {
            if (!_templates.TryGetValue(name, out template!))
                _templates.Add(name, template = PrepareAsync(prepare));
        }

        return await CreateAsync(await template);
    }

    /// <summary>Where clients find the server, with the password. A busy machine takes long over a sign-in; a server that is not there refuses at once.</summary>
    /// <param name="database">The database.</param>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Username = Owner, Password = _password, Database = database, Timeout = 60 }.ConnectionString;

    /// <summary>Ends the server with SIGKILL and starts it again on what it had written.</summary>
    public Task CrashAndStartAsync() => CrashAndStartAsync(PostgreSqlDeath.Postmaster);

    /// <summary>Has the server die and, where it does not by itself, starts it again on what it had written.</summary>
    internal async Task CrashAndStartAsync(PostgreSqlDeath death)
    {
        if (death == PostgreSqlDeath.Session)
        {
            await PostgreSqlPrograms.SignalAsync("KILL", PostgreSqlPrograms.ChildrenOf(_postmaster)[^1..]);
            var died = Stopwatch.GetTimestamp();
            while (!await AnswersAsync())
            {
                if (Stopwatch.GetElapsedTime(died) >= StartTime)
                    throw new InvalidOperationException("PostgreSQL did not come back: " + await File.ReadAllTextAsync(Path.Combine(_folder!, "server.log")));
                await Task.Delay(20);
            }

            return;
        }

        int[] all = death == PostgreSqlDeath.Everything ? [_postmaster, .. PostgreSqlPrograms.ChildrenOf(_postmaster)] : [_postmaster];
        await PostgreSqlPrograms.SignalAsync(death == PostgreSqlDeath.Immediate ? "QUIT" : "KILL", all);
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Ends every session, stops the server in good order and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Stops the server in good order.</summary>
    public async Task StopAsync()
    {
        // The keeper's input ends: it ends the server.
        _keeper!.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        _keeper = null;
    }

    /// <summary>Starts a stopped server and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            (_keeper, _postmaster) = await PostgreSqlPrograms.StartServerAsync(_folder!);
            while (!_keeper.HasExited && Stopwatch.GetElapsedTime(began) < StartTime)
            {
                if (await AnswersAsync())
                    return;
                await Task.Delay(20);
            }

            // After a crash the former server's last process may still hold the folder.
            if (Stopwatch.GetElapsedTime(began) >= StartTime)
                throw new InvalidOperationException("PostgreSQL did not start: " + await File.ReadAllTextAsync(Path.Combine(_folder!, "server.log")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null)
            return;
        NpgsqlConnection.ClearAllPools();
        if (_keeper is not null)
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
        _gate.Dispose();
    }

    private async Task EnsureAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_folder is not null)
                return;
            var folder = Directory.CreateTempSubdirectory("azsreg-pg-").FullName;
            await PostgreSqlPrograms.InitializeAsync(folder, Owner, _password);
            _folder = folder;
            await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string> PrepareAsync(Func<string, Task> prepare)
    {
        var connectionString = await CreateAsync("template0");
        await prepare(connectionString);
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private async Task<string> CreateAsync(string template)
    {
        var name = "test" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        await using var source = NpgsqlDataSource.Create(Unpooled("postgres"));
        await using var command = source.CreateCommand($"create database {name} template {template}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(Unpooled("postgres"));
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string Unpooled(string database) => new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ConnectionString;
}
