namespace Azsreg.Stamp.Marketplace;

/// <summary>How far an operation is, in ARM's words. All but <see cref="InProgress"/> are final.</summary>
internal enum MarketplaceOperationStatus
{
    /// <summary>It runs or waits for its turn.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Canceled,
}
