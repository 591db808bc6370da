namespace Azsreg.Cli.Tests;

/// <summary>The program in process: a command line in, what it wrote and its exit code out.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public string LastLine => Out.TrimEnd('\n').Split('\n')[^1];

    public static Task<CliRun> RunAsync(params string[] arguments) => new CliSetting().RunAsync(arguments);
}
