using System.Management.Automation;
using System.Reflection;

namespace Azsreg.PowerShell.Tests;

/// <summary>A cmdlet's declaration.</summary>
internal sealed record CmdletShape(
    string Name, Type Type, string? DefaultSet, bool SupportsShouldProcess, string ConfirmImpact, IReadOnlyList<string> Outputs, IReadOnlyList<ParameterShape> Parameters)
{
    // The arguments as they stand in the metadata: the attributes of the compiled-against assembly keep nothing when they are made.
    public static CmdletShape? TryRead(Type type)
    {
        if (type.IsAbstract || type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(CmdletAttribute)) is not { } cmdlet) return null;
        return new CmdletShape(
            $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}",
            type,
            Named(cmdlet, "DefaultParameterSetName") as string,
            Named(cmdlet, "SupportsShouldProcess") is true,
            Named(cmdlet, "ConfirmImpact") is int impact ? ((ConfirmImpact)impact).ToString() : "Medium",
            [.. type.GetCustomAttributesData().Where(data => data.AttributeType == typeof(OutputTypeAttribute)).SelectMany(Types)],
            [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(ParameterShape.TryRead).OfType<ParameterShape>()]);
    }

    /// <summary>The parameter of a name, an alias, or a beginning that only one has; null where there is none or several.</summary>
    public ParameterShape? Find(string name)
    {
        var exact = Parameters.Where(parameter => parameter.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (exact.Count == 1) return exact[0];
        var begun = Parameters.Where(parameter => parameter.Names.Any(one => one.StartsWith(name, StringComparison.OrdinalIgnoreCase))).ToList();
        return begun.Count == 1 ? begun[0] : null;
    }

    internal static object? Named(CustomAttributeData data, string name) =>
        data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name) is { MemberInfo: not null } found ? found.TypedValue.Value : null;

    internal static IEnumerable<string> Texts(CustomAttributeData data) => data.ConstructorArguments
        .SelectMany(argument => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.Select(one => one.Value) : [argument.Value])
        .OfType<string>();

    private static IEnumerable<string> Types(CustomAttributeData data) => data.ConstructorArguments
        .SelectMany(argument => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.Select(one => one.Value) : [argument.Value])
        .OfType<Type>().Select(type => type.FullName!);
}
