namespace Azsreg.Stamp.Usage;

/// <summary>A batch in the book.</summary>
internal sealed record UsageLedgerLine
{
    public required long BatchNo { get; init; }

    public required string ActivationId { get; init; }

    public required long Number { get; init; }

    public required long Records { get; init; }

    /// <summary>As it is sent, compressed.</summary>
    public required long Bytes { get; init; }

    public required string SealedAt { get; init; }

    /// <summary>When the last request with it began, or when its file was written.</summary>
    public string? SentAt { get; init; }

    public required long Attempts { get; init; }

    public long? FileNumber { get; init; }

    public string? AcknowledgedAt { get; init; }

    public required long IsWithdrawn { get; init; }

    public required long Accepted { get; init; }

    public required long Repeated { get; init; }

    public required long NotReported { get; init; }

    public required long Refused { get; init; }

    public string State => this switch
    {
        { AcknowledgedAt: not null } => "Acknowledged",
        { IsWithdrawn: not 0 } => "Withdrawn",
        { FileNumber: not null } => "InFile",
        { Attempts: > 0 } => "NotTaken",
        _ => "Waiting",
    };
}
