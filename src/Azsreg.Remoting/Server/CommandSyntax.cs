using System.Text;

namespace Azsreg.Remoting.Server;

/// <summary>The syntax line of a command as <c>Get-Command -Syntax</c> shows it.</summary>
internal static class CommandSyntax
{
    /// <summary>Without the command's name, as the objects of <c>Get-Command</c> carry it.</summary>
    public static string Parameters(ConstrainedCommand command)
    {
        var line = new StringBuilder();
        var ordered = command.Parameters.OrderBy(p => p.IsSwitch).ThenBy(p => p.Position ?? int.MaxValue).ThenByDescending(p => p.IsMandatory);
        foreach (var parameter in ordered)
        {
            var name = parameter.Position is null ? "-" + parameter.Name : $"[-{parameter.Name}]";
            var text = parameter.IsSwitch ? "-" + parameter.Name : $"{name} <{ValueConverter.ShortNameOf(parameter.Type)}>";
            line.Append(parameter.IsMandatory ? text : $"[{text}]").Append(' ');
        }
        return line.Append("[<CommonParameters>]").ToString();
    }

    public static string Full(ConstrainedCommand command) => $"{command.Name} {Parameters(command)}";
}
