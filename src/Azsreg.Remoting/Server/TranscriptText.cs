using System.Text;

namespace Azsreg.Remoting.Server;

/// <summary>A command line for a transcript, with secrets masked.</summary>
internal static class TranscriptText
{
    private const int MaxValue = 256;

    public static string Of(ConstrainedCommand command, BoundArguments arguments)
    {
        var line = new StringBuilder(command.Name);
        foreach (var parameter in command.Parameters)
        {
            if (!arguments.Bound.TryGetValue(parameter.Name, out var value)) continue;
            line.Append(" -").Append(parameter.Name);
            if (parameter.IsSwitch) line.Append(value is true ? "" : ":$false");
            else line.Append(' ').Append(Text(parameter, value));
        }
        return line.ToString();
    }

    private static string Text(ConstrainedParameter parameter, object? value)
    {
        if (parameter.IsSecret || value is SecureText) return "***";
        if (value is RemoteCredential credential) return credential.UserName + ":***";
        // Containers may hold secrets of any depth; their content is not needed to follow what was done.
        if (value is not (string or null or string[]) && RemoteObject.Unwrap(value) is System.Collections.IEnumerable) return "(…)";
        var text = RemoteObject.TextOf(value) ?? "$null";
        return text.Length <= MaxValue ? text : text[..MaxValue] + "…";
    }
}
