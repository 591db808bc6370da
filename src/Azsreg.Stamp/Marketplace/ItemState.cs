namespace Azsreg.Stamp.Marketplace;

/// <summary>Where an item stands, in the contracts' provisioning states.</summary>
internal enum ItemState
{
    /// <summary>On its way; not listed.</summary>
    Downloading,

    /// <summary>Whole and listed.</summary>
    Succeeded,

    /// <summary>Its download ended without it; what came is kept for the next. Not listed.</summary>
    Stopped,
}
