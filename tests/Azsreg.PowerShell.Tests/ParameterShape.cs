using System.Management.Automation;
using System.Reflection;

namespace Azsreg.PowerShell.Tests;

/// <summary>A parameter's declaration.</summary>
internal sealed record ParameterShape(
    string Name, Type Type, IReadOnlyList<string> Aliases, IReadOnlyList<string> Values, IReadOnlyList<ParameterShape.Membership> Sets, IReadOnlyList<string> Rules)
{
    public IEnumerable<string> Names => Aliases.Prepend(Name);

    public bool IsSwitch => (Nullable.GetUnderlyingType(Type) ?? Type) == typeof(SwitchParameter);

    public bool IsIn(string set) => Sets.Any(one => one.Set == Surface.AllSets || one.Set == set);

    public bool IsMandatoryIn(string set) => Sets.Any(one => (one.Set == Surface.AllSets || one.Set == set) && one.IsMandatory);

    public static ParameterShape? TryRead(PropertyInfo property)
    {
        var data = property.GetCustomAttributesData();
        var memberships = data.Where(one => one.AttributeType == typeof(ParameterAttribute)).Select(Membership.Read).ToList();
        if (memberships.Count == 0) return null;
        return new ParameterShape(
            property.Name,
            property.PropertyType,
            [.. data.Where(one => one.AttributeType == typeof(AliasAttribute)).SelectMany(CmdletShape.Texts)],
            [.. data.Where(one => one.AttributeType == typeof(ValidateSetAttribute)).SelectMany(CmdletShape.Texts)],
            memberships,
            [.. data.Select(one => one.AttributeType.Name)
                .Where(name => name is "ValidateNotNullOrEmptyAttribute" or "AllowEmptyStringAttribute" or "CredentialAttribute")
                .Select(name => name[..^"Attribute".Length])]);
    }

    public string Describe()
    {
        var type = Nullable.GetUnderlyingType(Type) ?? Type;
        var text = $"-{Name} <{type.Name}>";
        if (Aliases.Count > 0) text += $" alias {string.Join(", ", Aliases)}";
        if (Values.Count > 0) text += $" of {string.Join("|", Values)}";
        if (Rules.Count > 0) text += $" ({string.Join(", ", Rules.Order(StringComparer.Ordinal))})";
        return text + string.Concat(Sets.OrderBy(set => set.Set, StringComparer.Ordinal).Select(set => "; " + set.Describe()));
    }

    /// <summary>What a parameter is within a set.</summary>
    internal sealed record Membership(string Set, bool IsMandatory, int? Position, bool FromPipeline, bool FromPipelineByName)
    {
        public static Membership Read(CustomAttributeData data) => new(
            CmdletShape.Named(data, "ParameterSetName") as string ?? Surface.AllSets,
            CmdletShape.Named(data, "Mandatory") is true,
            CmdletShape.Named(data, "Position") as int?,
            CmdletShape.Named(data, "ValueFromPipeline") is true,
            CmdletShape.Named(data, "ValueFromPipelineByPropertyName") is true);

        public string Describe() => (Set == Surface.AllSets ? "all sets" : $"set {Set}")
            + (IsMandatory ? ", mandatory" : "")
            + (Position is { } position ? $", position {position}" : "")
            + (FromPipeline ? ", pipeline" : "")
            + (FromPipelineByName ? ", pipeline by name" : "");
    }
}
