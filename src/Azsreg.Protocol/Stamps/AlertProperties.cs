namespace Azsreg.Protocol;

/// <summary>The properties of an alert; all text, as on the wire.</summary>
public sealed record AlertProperties
{
    /// <summary>The alert's own id.</summary>
    public string? AlertId { get; init; }

    /// <summary>What sort of fault it is.</summary>
    public string? FaultTypeId { get; init; }

    /// <summary>The fault.</summary>
    public string? FaultId { get; init; }

    /// <summary>The title, such as <c>Activation Required</c>.</summary>
    public string? Title { get; init; }

    /// <summary><c>Warning</c> or <c>Critical</c>.</summary>
    public string? Severity { get; init; }

    /// <summary><c>Active</c> or <c>Closed</c>.</summary>
    public string? State { get; init; }

    /// <summary>When it was raised.</summary>
    public string? CreatedTimestamp { get; init; }

    /// <summary>When it last changed.</summary>
    public string? LastUpdatedTimestamp { get; init; }

    /// <summary>When it was closed; empty while it is open.</summary>
    public string? ClosedTimestamp { get; init; }

    /// <summary>Who closed it.</summary>
    public string? ClosedByUserAlias { get; init; }

    /// <summary>What is the matter, as a stream of parts.</summary>
    public IReadOnlyList<AlertText>? Description { get; init; }

    /// <summary>What to do, as a stream of parts.</summary>
    public IReadOnlyList<AlertText>? Remediation { get; init; }

    /// <summary>Further values.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("alertProperties")]
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>The resource it is about.</summary>
    public string? ImpactedResourceId { get; init; }

    /// <summary>That resource's name for a person.</summary>
    public string? ImpactedResourceDisplayName { get; init; }

    /// <summary>The resource's registration; empty where there is none.</summary>
    public string? ResourceRegistrationId { get; init; }

    /// <summary>The resource provider's registration.</summary>
    public string? ResourceProviderRegistrationId { get; init; }

    /// <summary>Whether Repair does something.</summary>
    public bool HasValidRemediationAction { get; init; }
}
