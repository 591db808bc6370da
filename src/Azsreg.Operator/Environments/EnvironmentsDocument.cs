namespace Azsreg.Operator.Environments;

/// <summary><c>operator/environments.json</c>.</summary>
internal sealed record EnvironmentsDocument(string? Current, IReadOnlyList<EnvironmentEntry> Environments)
{
    public static EnvironmentsDocument Empty { get; } = new(null, []);
}
