namespace Azsreg.Operator.Marketplace;

/// <summary>Where a version of an item is.</summary>
public enum ItemState
{
    /// <summary>The registration offers it; the stamp does not have it.</summary>
    Offered,

    /// <summary>The stamp is fetching it.</summary>
    Downloading,

    /// <summary>It is on the stamp.</summary>
    Downloaded,

    /// <summary>The stamp tried to fetch it and gave up.</summary>
    Failed,
}
