namespace Azsreg.Operator.Bundles;

/// <summary>What to export, from where, to where.</summary>
public sealed record ExportRequest
{
    /// <summary>The bundle's folder; made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Which items.</summary>
    public required ProductSelection Selection { get; init; }

    /// <summary>The Azure; null takes the one in use.</summary>
    public string? Environment { get; init; }

    /// <summary>The subscription by id or name; null takes the one in use.</summary>
    public string? Subscription { get; init; }

    /// <summary>The registration's name; null with <see cref="CloudId"/> null takes the only one.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>Only registrations of this resource group.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>The stamp's cloud id.</summary>
    public string? CloudId { get; init; }
}
