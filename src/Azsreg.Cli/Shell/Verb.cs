using System.CommandLine;

namespace Azsreg.Cli.Shell;

/// <summary>
/// A command that does something: its options are added like any command's, and <paramref name="run"/> is called with the parsed line. It
/// returns when all is well and throws a <see cref="Protocol.CataloguedException"/> when not; the shell makes exit code and words of it.
/// </summary>
/// <param name="name">The verb's word.</param>
/// <param name="description">What it does: a sentence or two.</param>
/// <param name="example">The common case as one line to type, which the help opens with.</param>
/// <param name="run">Does it.</param>
internal sealed class Verb(string name, string description, string example, Func<CliContext, ParseResult, CancellationToken, Task> run)
    : Command(name, description)
{
    /// <summary>The common case as one line to type.</summary>
    public string Example { get; } = example;

    /// <summary>Does it.</summary>
    public Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken) => run(context, parsed, cancellationToken);
}
