namespace Azsreg.Operator.History;

/// <summary>One line of the local history: a registration made, changed or removed from here.</summary>
public sealed record HistoryEntry
{
    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>registered</c> or <c>removed</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The registration's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARM id.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The stamp's cloud id.</summary>
    public required string CloudId { get; init; }

    /// <summary>The name of the Azure.</summary>
    public required string Environment { get; init; }

    /// <summary>The stamp's name here.</summary>
    public string? Stamp { get; init; }

    /// <summary>The billing model.</summary>
    public string? BillingModel { get; init; }

    /// <summary>The agreement of Capacity.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>The registration's entity tag as of the activation: the same tag later means that nothing was put since.</summary>
    public string? Etag { get; init; }

    /// <summary>The service principal this program had the stamp make for it.</summary>
    public string? BridgeObjectId { get; init; }

    /// <summary>Whether this program made the resource group.</summary>
    public bool MadeResourceGroup { get; init; }

    /// <summary>The registration token, encrypted.</summary>
    public string? ProtectedToken { get; init; }
}
