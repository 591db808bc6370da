namespace Azsreg.Remoting.Server;

/// <summary>Binds the arguments of a command as PowerShell does: by name, alias or unambiguous prefix, then by position.</summary>
internal static class ParameterBinder
{
    /// <exception cref="CommandFailedException">The arguments do not fit the declaration.</exception>
    public static BoundArguments Bind(ConstrainedCommand command, IReadOnlyList<CommandArgument> arguments)
    {
        var bound = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var positional = new List<object?>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i];
            if (name is null)
            {
                positional.Add(value);
                continue;
            }
            var parameter = Resolve(command, name);
            var takesNext = false;
            if (value is null)
            {
                // A client that turned "-A 1" into objects sends N="-A" V=nil, N=nil V=1; AddParameter sends N="A" and the value at once.
                var isCommandLine = name.StartsWith('-') && !name.EndsWith(':');
                if (parameter.IsSwitch) value = true;
                else if (isCommandLine)
                {
                    takesNext = i + 1 < arguments.Count && arguments[i + 1].Name is null;
                    if (!takesNext) throw Refused(BindingErrors.MissingArgument(command.Name, parameter));
                    value = arguments[i + 1].Value;
                }
            }
            Set(command, bound, parameter, value);
            if (takesNext) i++;
        }
        BindPositional(command, bound, positional);
        var missing = command.Parameters.Where(parameter => parameter.IsMandatory && !bound.ContainsKey(parameter.Name)).Select(p => p.Name).ToList();
        if (missing.Count > 0) throw Refused(BindingErrors.MissingMandatory(command.Name, missing));
        return Complete(command, bound);
    }

    private static void BindPositional(ConstrainedCommand command, Dictionary<string, object?> bound, List<object?> values)
    {
        var places = new Queue<ConstrainedParameter>(command.Parameters
            .Where(parameter => parameter.Position is not null && !bound.ContainsKey(parameter.Name))
            .OrderBy(parameter => parameter.Position));
        foreach (var value in values)
        {
            if (!places.TryDequeue(out var parameter))
                throw Refused(BindingErrors.PositionalNotFound(command.Name, Shown(command, RemoteObject.TextOf(value))));
            Set(command, bound, parameter, value);
        }
    }

    private static ConstrainedParameter Resolve(ConstrainedCommand command, string argument)
    {
        var name = argument.TrimStart('-').TrimEnd(':');
        var all = command.Parameters.Concat(CommonArguments.Parameters).ToList();
        if (all.Find(parameter => Names(parameter).Contains(name, StringComparer.OrdinalIgnoreCase)) is { } exact) return exact;
        // PowerShell prefers the command's own parameters to the common ones.
        foreach (var group in (IReadOnlyList<ConstrainedParameter>[])[command.Parameters, CommonArguments.Parameters])
        {
            var matches = group.Where(parameter => name.Length > 0 && Names(parameter).Any(n => n.StartsWith(name, StringComparison.OrdinalIgnoreCase))).ToList();
            if (matches.Count == 1) return matches[0];
            if (matches.Count > 1) throw Refused(BindingErrors.Ambiguous(command.Name, name, matches.Select(match => match.Name)));
        }
        throw Refused(BindingErrors.ParameterNotFound(command.Name, Shown(command, name)));
    }

    private static void Set(ConstrainedCommand command, Dictionary<string, object?> bound, ConstrainedParameter parameter, object? value)
    {
        if (bound.ContainsKey(parameter.Name)) throw Refused(BindingErrors.AlreadyBound(command.Name, parameter.Name));
        object? converted;
        try
        {
            converted = ValueConverter.Convert(parameter.IsSwitch ? SwitchValue(value) : value, parameter.Type, parameter.IsSecret);
        }
        catch (FormatException e)
        {
            throw Refused(BindingErrors.Conversion(command.Name, parameter.Name, e.Message));
        }
        if (parameter.IsMandatory && value is null) throw Refused(BindingErrors.NullNotAllowed(command.Name, parameter.Name));
        if (parameter.IsMandatory && converted is "") throw Refused(BindingErrors.EmptyNotAllowed(command.Name, parameter.Name));
        bound[parameter.Name] = Validated(command, parameter, converted);
    }

    private static object? Validated(ConstrainedCommand command, ConstrainedParameter parameter, object? value)
    {
        if (parameter.ValidateSet.Count == 0) return value;
        var items = value is string[] list ? list : [RemoteObject.TextOf(value) ?? ""];
        foreach (var item in items)
        {
            if (!parameter.ValidateSet.Contains(item, StringComparer.OrdinalIgnoreCase))
                throw Refused(BindingErrors.NotInSet(command.Name, parameter, parameter.IsSecret ? "***" : Shorten(item)));
        }
        // The value in the declaration's own spelling, so that commands need not compare without case.
        return value is string text ? parameter.ValidateSet.First(allowed => allowed.Equals(text, StringComparison.OrdinalIgnoreCase)) : value;
    }

    private static BoundArguments Complete(ConstrainedCommand command, Dictionary<string, object?> bound)
    {
        var declared = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in command.Parameters)
        {
            if (bound.TryGetValue(parameter.Name, out var value)) given[parameter.Name] = declared[parameter.Name] = value;
            else declared[parameter.Name] = parameter.DefaultValue;
        }
        return new BoundArguments(given, declared, CommonArguments.From(bound));
    }

    /// <summary>A switch takes <c>$true</c>, <c>$false</c> and a deserialized SwitchParameter, which is an object with <c>IsPresent</c>.</summary>
    private static object? SwitchValue(object? value) =>
        value is RemoteObject { BaseValue: null } bag && bag.TryGet("IsPresent", out var present) ? present : value;

    private static IEnumerable<string> Names(ConstrainedParameter parameter) => parameter.Aliases.Prepend(parameter.Name);

    /// <summary>Errors are transcribed, and of a command that takes a secret what is out of place may be just that.</summary>
    private static string Shown(ConstrainedCommand command, string? text) =>
        command.Parameters.Any(parameter => parameter.IsSecret) && text is { Length: > 20 } ? "***" : Shorten(text);

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 100 ? text : text[..100] + "…";

    private static CommandFailedException Refused(RemoteError error) => new(error);
}
