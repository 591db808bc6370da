namespace Azsreg.Portal.Marketplace;

/// <summary>How it stands with an item, in the order a list sorted by it has.</summary>
public enum ItemStanding
{
    /// <summary>It is on its way.</summary>
    Downloading,

    /// <summary>The stamp tried and gave up.</summary>
    Failed,

    /// <summary>It is on the stamp, and a newer version is offered.</summary>
    UpdateAvailable,

    /// <summary>It is on the stamp.</summary>
    Downloaded,

    /// <summary>It can be had.</summary>
    Offered,

    /// <summary>No version of it goes with the stamp.</summary>
    NotCompatible,
}
