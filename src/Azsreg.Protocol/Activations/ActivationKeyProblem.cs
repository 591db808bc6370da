namespace Azsreg.Protocol;

/// <summary>What can be wrong with an activation key.</summary>
public enum ActivationKeyProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>It was signed by a key the stamp does not trust.</summary>
    NotTrusted,

    /// <summary>Its signature does not fit its content.</summary>
    Altered,

    /// <summary>It is for another cloud id.</summary>
    Foreign,

    /// <summary>It has expired.</summary>
    Expired,
}
