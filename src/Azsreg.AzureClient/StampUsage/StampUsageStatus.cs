namespace Azsreg.AzureClient;

/// <summary>Where a stamp's reporting of usage stands; told by this system's stamps only.</summary>
public sealed record StampUsageStatus
{
    /// <summary><c>NotRegistered</c>, <c>Off</c>, <c>Expired</c>, <c>Disconnected</c>, <c>UpToDate</c>, <c>Behind</c> or <c>Refused</c>.</summary>
    public required string State { get; init; }

    /// <summary>The stamp.</summary>
    public required string CloudId { get; init; }

    /// <summary>The registration usage is reported by; null where there is none.</summary>
    public string? RegistrationId { get; init; }

    /// <summary>The activation batches are numbered by.</summary>
    public string? ActivationId { get; init; }

    /// <summary>The registration's billing model.</summary>
    public string? BillingModel { get; init; }

    /// <summary>Records that are not acknowledged.</summary>
    public required long WaitingRecords { get; init; }

    /// <summary>When the oldest of them was reported; null where none waits.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>Records commerce refused.</summary>
    public required long RefusedRecords { get; init; }

    /// <summary>The last batch number of the activation.</summary>
    public required long LastBatchNumber { get; init; }

    /// <summary>When commerce last acknowledged usage.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the last attempt failed; null where it did not.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why, as a code.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Why, in words.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>When the stamp tries again.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
