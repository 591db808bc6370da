namespace Azsreg.Portal.Marketplace;

/// <summary>Which items a list is narrowed to.</summary>
public enum ItemChip
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that go with the stamp.</summary>
    Compatible,

    /// <summary>Those on the stamp.</summary>
    Downloaded,

    /// <summary>Those on the stamp of which a newer version is offered.</summary>
    Updates,
}
