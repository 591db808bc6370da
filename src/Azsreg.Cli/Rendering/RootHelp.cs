using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Rendering;

/// <summary><c>azsreg --help</c>.</summary>
internal static class RootHelp
{
    public static void Write(CommandIo io, IReadOnlyList<VerbGroup> groups)
    {
        var style = new Style(io.IsOutputTerminal && !io.NoColour);
        io.Out.WriteLine("  azsreg quickstart      the whole story on this machine, in a minute");
        io.Out.WriteLine();
        io.Out.WriteLine("azsreg registers Azure Stack stamps with Azure: activation, marketplace, usage.");
        foreach (var group in groups.Where(group => group.Verbs.Count > 0))
        {
            io.Out.WriteLine();
            io.Out.WriteLine(style.Dim(group.Heading));
            foreach (var verb in group.Verbs)
            {
                io.Out.WriteLine($"  {verb.Name,-14} {verb.Summary}");
            }
        }

        io.Out.WriteLine();
        io.Out.WriteLine("Every verb takes --data DIR, --output table|json, --verbose and --help.");
    }
}
