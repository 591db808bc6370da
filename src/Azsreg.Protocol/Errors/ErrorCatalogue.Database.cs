namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The database server does not answer.</summary>
    public static readonly ErrorEntry DatabaseUnreachable = new(
        "AZR1050", FailureKind.Unreachable,
        "the database cannot be reached",
        "Its server is not running or starting, the host or port is wrong, a firewall stands between, or it has no connection left.",
        "Check host and port with psql from this machine; a server that starts again is waited for a few seconds.",
        Retryable: true);

    /// <summary>The text given is no connection string.</summary>
    public static readonly ErrorEntry DatabaseStringUnreadable = new(
        "AZR1051", FailureKind.Usage,
        "the database's connection string cannot be used",
        "It is malformed, has an unknown keyword, or names no host.",
        "Write it as \"Host=db.example;Database=azsreg;Username=azsreg;SSL Mode=VerifyFull\".");

    /// <summary>The server does not take the sign-in.</summary>
    public static readonly ErrorEntry DatabaseSignIn = new(
        "AZR1052", FailureKind.SignInOrRights,
        "the database refuses the sign-in",
        "The user name or password is wrong or missing, or pg_hba.conf does not let this user in from here.",
        "Give the password in a file with --database-password-file, and check the user with psql from this machine.");

    /// <summary>The database does not exist.</summary>
    public static readonly ErrorEntry DatabaseMissing = new(
        "AZR1053", FailureKind.NotFound,
        "the database does not exist",
        "The server has no database of that name; azsreg makes tables, never a database.",
        "Make it on the server: create database azsreg owner azsreg encoding 'UTF8' locale 'C' template template0;");

    /// <summary>The account may not make tables.</summary>
    public static readonly ErrorEntry DatabaseRights = new(
        "AZR1054", FailureKind.SignInOrRights,
        "the database account lacks a right",
        "The account must make and change tables in its schema; since PostgreSQL 15 nobody but the owner may in a new database.",
        "Make the account the owner of the database, or grant it create and usage on the schema.");

    /// <summary>The database would lose or reorder something.</summary>
    public static readonly ErrorEntry DatabaseUnfit = new(
        "AZR1055", FailureKind.Failed,
        "the database is not fit for the Azure side's data",
        "It must be PostgreSQL 14 or later, keep text as UTF-8 in the order of its bytes, write durably, and be the primary.",
        "Make a database for it: create database azsreg owner azsreg encoding 'UTF8' locale 'C' template template0; and leave fsync and synchronous_commit on.");

    /// <summary>The database was written by a newer version.</summary>
    public static readonly ErrorEntry DatabaseNewer = new(
        "AZR1056", FailureKind.Failed,
        "the database was written by a newer azsreg",
        "It has schema versions that this azsreg does not have; going on could damage it.",
        "Use the newer azsreg for every replica, or another database.");

    /// <summary>A password was written on the command line.</summary>
    public static readonly ErrorEntry DatabasePasswordInArguments = new(
        "AZR1057", FailureKind.Usage,
        "a database password does not belong on the command line",
        "Every account of the machine can read the arguments of a process, and shells keep them.",
        "Leave Password out of --database and give it in a file with --database-password-file, or set the whole connection string in AZSREG_DATABASE.");

    /// <summary>A replica has another secret key than the one the database was written with.</summary>
    public static readonly ErrorEntry ReplicaSecretKey = new(
        "AZR1058", FailureKind.Usage,
        "this replica has another secret key than the database",
        "Private keys lie encrypted in the database, and refresh tokens and sign-in pages are sealed: every replica needs the key of the first.",
        "Give every replica the same file with --secret-key-file: secrets.key of the first one's data folder.");

    /// <summary>Replicas would not agree on their URL.</summary>
    public static readonly ErrorEntry ReplicaPublicUrl = new(
        "AZR1059", FailureKind.Usage,
        "replicas need one public URL",
        "Tokens, activation keys and links name the URL that others reach the Azure side by; with a shared database it must be the same at every replica.",
        "Give every replica the balancer's URL with --public-url.");

    /// <summary>Somebody administers the Azure side already.</summary>
    public static readonly ErrorEntry CloudHasAdministrator = new(
        "AZR1060", FailureKind.Conflict,
        "the Azure side has its first administrator already",
        "The first administrator is made once, while there is no user at all.",
        "Sign in as that administrator, or add accounts with azsreg cloud user add.");

    /// <summary>What is to be added is there, or what is to be removed is in use.</summary>
    public static readonly ErrorEntry CloudOwnerConflict = new(
        "AZR1061", FailureKind.Conflict,
        "what the Azure side holds stands against it",
        "Something of that id or name is there already, or something that depends on it still is.",
        "List what is there with azsreg cloud tenant list, user list or subscription list.");

    /// <summary>No such tenant, user or subscription.</summary>
    public static readonly ErrorEntry CloudOwnerNotFound = new(
        "AZR1062", FailureKind.NotFound,
        "the Azure side has nothing of that name",
        "No tenant, user or subscription has the id or name that was given.",
        "List what is there with azsreg cloud tenant list, user list or subscription list.");
}
