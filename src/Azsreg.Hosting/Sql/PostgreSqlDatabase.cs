using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Azsreg.Protocol;
using Npgsql;

namespace Azsreg.Hosting;

/// <summary>
/// A database on a PostgreSQL server. A restart of the server is survived: a connection is proven before it is handed out where nothing was
/// heard of the server for a second, and whatever has not reached its commit is begun again for a few seconds.
/// </summary>
internal sealed class PostgreSqlDatabase : SqlDatabase
{
    // A restart of PostgreSQL takes about two seconds; whoever waits for an answer should not wait much longer than that.
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CollisionPatience = TimeSpan.FromSeconds(15);
    private const int FreeCollisions = 3;

    // Where the database is slow, or many wait for their turn, the time alone would be over after a few tries.
    private const int LeastCollisions = 30;
    private const long ProvenForMilliseconds = 1000;

    private readonly NpgsqlDataSource _source;
    private readonly Random _random;
    private readonly TimeSpan _patience;

    // Those that met others several times go one at a time: then at most one of this process meets one of each other replica.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _provenAt = -ProvenForMilliseconds;

    public PostgreSqlDatabase(Secret connectionString, Random random, TimeSpan? patience = null)
        : base(SqlEngine.PostgreSql)
    {
        _source = NpgsqlDataSource.Create(Read(connectionString));
        _random = random;
        _patience = patience ?? DefaultPatience;
    }

    public override async Task RequireFitAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            await PostgreSqlFitness.RequireAsync((NpgsqlConnection)connection, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlFitness.Explain(exception, _source.ConnectionString);
        }
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await OpenProvenAsync(cancellationToken);
            }
            catch (NpgsqlException exception) when (SqlFault.IsOutOfReach(exception) && Stopwatch.GetElapsedTime(began) < _patience)
            {
                await PauseAsync(attempt, least: 25, most: 400, cancellationToken);
            }
        }
    }

    public override async Task<T> TransactAsync<T>(
        IsolationLevel isolation, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        // From the first loss: work that had taken long by then has as much patience left as any other.
        var firstLoss = 0L;
        for (var attempt = 0; ; attempt++)
        {
            TransactionLostException lost;
            var inTurn = attempt >= FreeCollisions;
            if (inTurn)
                await _turn.WaitAsync(cancellationToken);
            try
            {
                return await TryAsync(isolation, work, cancellationToken);
            }
            catch (TransactionLostException caught)
            {
                lost = caught;
            }
            finally
            {
                if (inTurn)
                    _turn.Release();
            }

            if (firstLoss == 0)
                firstLoss = Stopwatch.GetTimestamp();
            var since = Stopwatch.GetElapsedTime(firstLoss);
            if (lost.IsCollision ? since >= CollisionPatience && attempt >= LeastCollisions : since >= _patience)
                ExceptionDispatchInfo.Throw(lost.InnerException!);
            await PauseAsync(attempt, least: 1, most: lost.IsCollision ? 50 : 400, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        _turn.Dispose();
    }

    private async Task<T> TryAsync<T>(
        IsolationLevel isolation, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var committing = false;
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
            var result = await work(connection, transaction);
            committing = true;
            // Not to be cancelled: whether it is kept would be unknown.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (Exception exception) when (SqlFault.IsCollision(exception))
        {
            throw new TransactionLostException(exception, isCollision: true);
        }
        // A commit that was not answered may have been kept: only who asked for it can tell whether asking again is the same request.
        catch (Exception exception) when (!committing && (SqlFault.IsOutOfReach(exception) || connection.State != ConnectionState.Open))
        {
            // Whatever else is pooled may be as dead, however lately the server was heard of.
            Volatile.Write(ref _provenAt, -ProvenForMilliseconds);
            throw new TransactionLostException(exception, isCollision: false);
        }
    }

    private async Task<NpgsqlConnection> OpenProvenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        if (Environment.TickCount64 - Volatile.Read(ref _provenAt) < ProvenForMilliseconds)
            return connection;
        try
        {
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            Volatile.Write(ref _provenAt, Environment.TickCount64);
            return connection;
        }
        catch
        {
            // What was pooled beside it is as dead.
            NpgsqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
            throw;
        }
    }

    private Task PauseAsync(int attempt, int least, int most, CancellationToken cancellationToken)
    {
        var longest = Math.Min(most, least << Math.Min(attempt, 10));
        return Task.Delay(TimeSpan.FromMilliseconds(longest * (0.5 + (_random.NextDouble() / 2))), cancellationToken);
    }

    private static string Read(Secret connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString.Reveal());
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The parser's own words may repeat a value.
            throw new CataloguedException(
                ErrorCatalogue.DatabaseStringUnreadable, "It has a keyword or a value that is not known; keywords are Npgsql's, such as Host, Port, Database, Username.");
        }

        if (string.IsNullOrWhiteSpace(builder.Host))
            throw new CataloguedException(ErrorCatalogue.DatabaseStringUnreadable, "It names no Host.");
        var given = builder.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Three replicas fit into the hundred connections a server has by default.
        if (!given.Contains("Maximum Pool Size"))
            builder.MaxPoolSize = 30;
        if (!given.Contains("Timeout"))
            builder.Timeout = 5;
        if (!given.Contains("Max Auto Prepare"))
            builder.MaxAutoPrepare = 100;
        builder.ApplicationName ??= "azsreg";
        builder.IncludeErrorDetail = false; // It would repeat rows in exceptions.
        builder.PersistSecurityInfo = false;
        return builder.ConnectionString;
    }

    private sealed class TransactionLostException(Exception cause, bool isCollision) : Exception("The transaction was lost.", cause)
    {
        public bool IsCollision => isCollision;
    }
}
