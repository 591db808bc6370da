namespace Azsreg.Cloud;

/// <summary>How much a management lock forbids.</summary>
public enum LockLevel
{
    /// <summary>Nothing.</summary>
    NotSpecified,

    /// <summary>Deletes.</summary>
    CanNotDelete,

    /// <summary>Deletes, writes and actions.</summary>
    ReadOnly,
}
