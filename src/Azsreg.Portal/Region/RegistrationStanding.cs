namespace Azsreg.Portal.Region;

/// <summary>Where a stamp's registration stands, in the words of the portal.</summary>
public enum RegistrationStanding
{
    /// <summary>It was never activated, or is not any more.</summary>
    NotRegistered,

    /// <summary>It is activated and has a line to Azure.</summary>
    Registered,

    /// <summary>It is activated by a key that was carried over.</summary>
    Disconnected,

    /// <summary>Its activation has ended.</summary>
    Expired,
}
