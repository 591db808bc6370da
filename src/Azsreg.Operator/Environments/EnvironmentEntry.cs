using Azsreg.AzureClient;

namespace Azsreg.Operator.Environments;

/// <summary>An environment that can be chosen by name.</summary>
/// <param name="Environment">Its endpoints.</param>
/// <param name="TrustedAuthorities">PEM texts of authorities to trust beside the system's.</param>
public sealed record EnvironmentEntry(AzureEnvironment Environment, IReadOnlyList<string> TrustedAuthorities)
{
    /// <summary>The name it is chosen by.</summary>
    public string Name => Environment.Name;

    /// <summary>True for those every installation knows.</summary>
    public bool IsBuiltIn => AzureEnvironment.BuiltIn.Contains(Environment with { StandsFor = null });
}
