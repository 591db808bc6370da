namespace Azsreg.Cli.Shell;

/// <summary>Verbs that stand together in <c>azsreg --help</c>.</summary>
internal sealed record VerbGroup(string Heading, IReadOnlyList<VerbEntry> Verbs);
