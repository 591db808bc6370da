using System.Management.Automation;
using System.Reflection;
using Azsreg.PowerShell.Cmdlets;

namespace Azsreg.PowerShell.Tests;

/// <summary>The module's cmdlets as PowerShell sees them, read by reflection.</summary>
internal static class Surface
{
    public const string AllSets = "__AllParameterSets";

    /// <summary>Every cmdlet, by name in any letter case.</summary>
    public static IReadOnlyDictionary<string, CmdletShape> Cmdlets { get; } = typeof(AzsCmdlet).Assembly.GetExportedTypes()
        .Select(CmdletShape.TryRead)
        .OfType<CmdletShape>()
        .ToDictionary(shape => shape.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The aliases the module makes where Az and AzureRM are absent: name → cmdlet, as its script has them.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = ReadAliases();

    /// <summary>The text that is held in the approved file.</summary>
    public static string Describe()
    {
        var lines = new List<string>();
        foreach (var cmdlet in Cmdlets.Values.OrderBy(shape => shape.Name, StringComparer.Ordinal))
        {
            lines.Add(cmdlet.Name + (cmdlet.SupportsShouldProcess ? $" [ShouldProcess, ConfirmImpact {cmdlet.ConfirmImpact}]" : ""));
            if (cmdlet.DefaultSet is not null) lines.Add($"  default set {cmdlet.DefaultSet}");
            lines.Add($"  returns {(cmdlet.Outputs.Count == 0 ? "nothing" : string.Join(", ", cmdlet.Outputs))}");
            lines.AddRange(cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter => "  " + parameter.Describe()));
            lines.Add("");
        }

        lines.Add("Aliases where neither Az nor AzureRM has the name");
        lines.AddRange(Aliases.OrderBy(alias => alias.Key, StringComparer.Ordinal).Select(alias => $"  {alias.Key} = {alias.Value}"));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The cmdlet of a name or alias.</summary>
    public static CmdletShape? Find(string name) => Cmdlets.GetValueOrDefault(Aliases.GetValueOrDefault(name) ?? name);

    private static Dictionary<string, string> ReadAliases()
    {
        // The table of the script: 'Name' = 'Cmdlet'.
        var script = File.ReadAllText(Path.Combine(ModuleFiles.Folder, "Azsreg.PowerShell.psm1"));
        return System.Text.RegularExpressions.Regex.Matches(script, @"^\s+'(?<alias>[A-Za-z]+-[A-Za-z]+)'\s*=\s*'(?<cmdlet>[A-Za-z]+-Azs[A-Za-z]+)'\s*$", System.Text.RegularExpressions.RegexOptions.Multiline)
            .ToDictionary(match => match.Groups["alias"].Value, match => match.Groups["cmdlet"].Value, StringComparer.OrdinalIgnoreCase);
    }
}
