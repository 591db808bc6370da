namespace Azsreg.Stamp.Bridge;

/// <summary>What the bridge's look at its registration came to.</summary>
internal enum BridgeFault
{
    /// <summary>The registration is there and the bridge may read it.</summary>
    None,

    /// <summary>Azure did not answer, or not in a way that tells anything of the registration.</summary>
    NotReached,

    /// <summary>The directory does not let the bridge's service principal sign in.</summary>
    PrincipalRefused,

    /// <summary>Azure does not let the bridge read the registration: the role is missing, or went with the registration.</summary>
    NotAuthorized,

    /// <summary>There is no such registration.</summary>
    RegistrationGone,

    /// <summary>The registration names another service principal than the activation.</summary>
    PrincipalReplaced,

    /// <summary>The registration is not locked. Only seen where the bridge's role lets it read locks.</summary>
    LockMissing,
}
