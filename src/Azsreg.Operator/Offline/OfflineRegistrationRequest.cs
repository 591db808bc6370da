using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Which token is to be registered, and as what.</summary>
public sealed record OfflineRegistrationRequest
{
    /// <summary>The token that was carried over.</summary>
    public required CarriedToken Token { get; init; }

    /// <summary>What to type for the token again: <c>--token-file NAME</c>.</summary>
    public required string TokenArgument { get; init; }

    /// <summary>The registration's name; by default the one the stamp has, else <c>AzureStack-{cloud id}</c>.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>The resource group; by default the one the registration lies in, else <c>azurestack</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>The location of a resource group that has to be made; by default the environment's.</summary>
    public string? Location { get; init; }
}
