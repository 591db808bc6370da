namespace Azsreg.Operator.Registration;

/// <summary>Whose a service principal is.</summary>
internal enum BridgeOwnership
{
    /// <summary>It is not in the directory any more.</summary>
    Gone,

    /// <summary>It was made from here, or bears the stamp's cloud id in its name.</summary>
    Ours,

    /// <summary>It is somebody else's.</summary>
    Foreign,

    /// <summary>The account may not look.</summary>
    Unknown,
}
