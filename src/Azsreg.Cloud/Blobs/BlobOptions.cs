namespace Azsreg.Cloud.Blobs;

/// <summary>How blobs are handed out.</summary>
public sealed record BlobOptions
{
    /// <summary>How long a signed link may be used; at least a second.</summary>
    /// <value>Default 48 hours, as the service's links in published exports.</value>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How many answers may be under way at once; one more is told <c>ServerBusy</c>. Each holds a buffer of 256 KiB.</summary>
    /// <value>Default 512.</value>
    public int MostAnswersAtOnce { get; init; } = 512;
}
