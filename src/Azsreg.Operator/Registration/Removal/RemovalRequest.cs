namespace Azsreg.Operator.Registration;

/// <summary>Which registration is to be removed; by default the one of the stamp's cloud id, wherever in the subscription it lies.</summary>
public sealed record RemovalRequest
{
    /// <summary>The registration's name.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>Its resource group.</summary>
    public string? ResourceGroup { get; init; }
}
