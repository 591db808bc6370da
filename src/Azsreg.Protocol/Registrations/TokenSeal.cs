namespace Azsreg.Protocol;

/// <summary>What can be said of a registration token's wholeness.</summary>
public enum TokenSeal
{
    /// <summary>It is of an unsigned version: whether it was altered cannot be told from it.</summary>
    None,

    /// <summary>It is signed by the stamp's key, and the signature fits every byte.</summary>
    Whole,

    /// <summary>It is of a signed version in another maker's layout, which only that maker can judge.</summary>
    Foreign,
}
