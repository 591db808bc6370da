using System.Net.Sockets;
using Npgsql;

namespace Azsreg.Hosting;

/// <summary>What a database's exception means for whoever asked.</summary>
public static class SqlFault
{
    /// <summary>
    /// True where the same request can succeed later with nothing changed: the server is out of reach or has no connection left, or too many
    /// transactions met. What was asked for was not done, unless the connection went away during the commit.
    /// </summary>
    public static bool IsPassing(Exception exception) => IsOutOfReach(exception) || IsCollision(exception);

    internal static bool IsOutOfReach(Exception exception) => exception switch
    {
        PostgresException refused => refused.SqlState switch
        {
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TooManyConnections => true,
            // After a failover the former primary may still take connections: as a standby that writes nothing.
            PostgresErrorCodes.ReadOnlySqlTransaction => true,
            var state => state.StartsWith("08", StringComparison.Ordinal), // Class 08: connection exceptions.
        },
        NpgsqlException lost => lost.IsTransient || lost.InnerException is IOException or SocketException or TimeoutException,
        _ => false,
    };

    /// <summary>Two transactions that cannot both have run alone, or that wait for each other: this one was rolled back.</summary>
    internal static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
