namespace Azsreg.EndToEnd.Tests;

/// <summary>What happens to a stamp that is registered by a yearly agreement.</summary>
internal enum LifeFlow
{
    /// <summary>Renewed with the agreement that follows.</summary>
    Renew,

    /// <summary>Renewed after its end: Azure wants the former one deleted first.</summary>
    RenewExpired,

    /// <summary>Registered again with a new token.</summary>
    Reregister,

    /// <summary>The bridge gets a new certificate.</summary>
    RotateCertificate,

    /// <summary>Removed from its subscription and registered in another.</summary>
    Move,
}
