using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg pep</c>.</summary>
internal static class PepVerbs
{
    public static Command Create() => new("pep", "A privileged endpoint, of a real stamp or of one of these.") { PepConnectVerb.Create(), PepInvokeVerb.Create() };
}
