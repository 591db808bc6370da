namespace Azsreg.Hosting;

/// <summary>The database engines a role can keep its data in.</summary>
public enum SqlEngine
{
    /// <summary>One file in the data folder.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, shared by any number of replicas of the role.</summary>
    PostgreSql,
}
