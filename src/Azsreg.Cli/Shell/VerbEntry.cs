using System.CommandLine;

namespace Azsreg.Cli.Shell;

/// <summary>A verb as the list of verbs knows it; the command itself is built only when it is called or its help is asked for.</summary>
/// <param name="Name">The word after <c>azsreg</c>.</param>
/// <param name="Summary">What it does, in a line of at most 60 characters.</param>
/// <param name="Create">Builds the command; a <see cref="Verb"/>, or a command whose sub-commands are verbs.</param>
internal sealed record VerbEntry(string Name, string Summary, Func<Command> Create);
