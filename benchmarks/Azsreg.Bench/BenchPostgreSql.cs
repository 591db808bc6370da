using System.Diagnostics;
using System.Security.Cryptography;
using Azsreg.Tests.Shared;
using Npgsql;

namespace Azsreg.Bench;

/// <summary>A PostgreSQL cluster for one bench, as durable as a real one, in a temporary folder.</summary>
internal sealed class BenchPostgreSql : IAsyncDisposable
{
    private const string Owner = "azsreg";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-bench-pg-").FullName;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private Process? _keeper;

    private BenchPostgreSql()
    {
    }

    /// <summary>What is missing to run one; null for nothing.</summary>
    public static string? Missing => PostgreSqlPrograms.Missing;

    public static async Task<BenchPostgreSql> StartAsync(CancellationToken cancellationToken)
    {
        var server = new BenchPostgreSql();
        await PostgreSqlPrograms.InitializeAsync(server._folder, Owner, server._password);
        (server._keeper, _) = await PostgreSqlPrograms.StartServerAsync(server._folder);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
                await connection.OpenAsync(cancellationToken);
                return server;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(began) < StartTime)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>Makes an empty database; its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template template0", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_keeper is { } keeper)
        {
            // The keeper's input ends: it ends the server.
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Username = Owner, Password = _password, Database = database }.ConnectionString;
}
