namespace Azsreg.Protocol;

/// <summary>The answer of <c>uploadProductLog</c>: the entry as it is kept. Its dates are <c>MM-dd-yyyy HH:mm:ss</c> in UTC (published example).</summary>
public sealed record ProductLog
{
    /// <summary>The entry.</summary>
    public required string Id { get; init; }

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The registration's subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The registration.</summary>
    public required string RegistrationName { get; init; }

    /// <summary>Its resource group.</summary>
    public required string ResourceGroupName { get; init; }

    /// <summary>What was done.</summary>
    public string? Operation { get; init; }

    /// <summary>When it was first told.</summary>
    public required string StartDate { get; init; }

    /// <summary>When its end was told; null while it runs.</summary>
    public string? EndDate { get; init; }

    /// <summary>How it went.</summary>
    public string? Status { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>More on it.</summary>
    public string? Details { get; init; }
}
