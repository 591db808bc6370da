namespace Azsreg.Tests.Shared;

/// <summary>How a PostgreSQL server dies.</summary>
internal enum PostgreSqlDeath
{
    /// <summary>SIGKILL to its first process; the others notice.</summary>
    Postmaster,

    /// <summary>SIGKILL to every process, as where the machine goes away.</summary>
    Everything,

    /// <summary>The stop that saves nothing.</summary>
    Immediate,

    /// <summary>SIGKILL to the process of one session: the server ends all sessions and recovers by itself.</summary>
    Session,
}
