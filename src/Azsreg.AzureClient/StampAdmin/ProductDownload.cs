using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// Where a download on a stamp stands: the body of an <c>Azure-AsyncOperation</c>, or of the product itself where a stamp names no operation.
/// A real stamp tells a state only; the figures are told by stamps of this system.
/// </summary>
public sealed record ProductDownload
{
    /// <summary>The operation, or the product.</summary>
    public string? Id { get; init; }

    /// <summary><c>InProgress</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Canceled</c>; null in the body of a product.</summary>
    public string? Status { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>0 to 100.</summary>
    public double? PercentComplete { get; init; }

    /// <summary>The figures.</summary>
    public ProductDownloadFigures? Properties { get; init; }

    /// <summary>Why it failed.</summary>
    public ArmError? Error { get; init; }
}
