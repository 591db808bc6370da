using System.CommandLine;

namespace Azsreg.Cli.Shell;

/// <summary>The options every verb takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "the data folder (AZSREG_DATA)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Output { get; } = new("--output")
    {
        Description = "table, or json for programs",
        HelpName = "table|json",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "say more, on standard error", Recursive = true };

    public Option<bool> Help { get; } = new("--help", "-h", "-?") { Description = "this page", Recursive = true };

    public IReadOnlyList<Option> All => [Data, Output, Verbose, Help];
}
