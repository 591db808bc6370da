namespace Azsreg.Cli.Shell;

/// <summary>For whom a verb writes.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: one JSON value on the last line of standard output; what a person would watch goes to standard error.</summary>
    Json,
}
