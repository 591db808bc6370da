namespace Azsreg.Operator.Registration;

/// <summary>Which registration is to be removed; by default the one of the stamp's cloud id, wherever in the subscription it lies.</summary>
public sealed record RemovalRequest
{
    /// <summary>The registration's name.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>Its resource group.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Whether the stamp does not exist any more: then it is not asked, and only Azure's side is removed.</summary>
    public bool StampIsGone { get; init; }

    /// <summary>The cloud id of a stamp that is gone.</summary>
    public string? CloudId { get; init; }
}
