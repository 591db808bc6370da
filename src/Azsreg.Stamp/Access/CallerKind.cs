namespace Azsreg.Stamp.Access;

/// <summary>The doors of a stamp.</summary>
internal enum CallerKind
{
    /// <summary>No door: the stamp's own work.</summary>
    Stamp,

    /// <summary>The privileged endpoint.</summary>
    CloudAdministrator,

    /// <summary>Admin ARM or the portal; rights come from role assignments on the Default Provider Subscription.</summary>
    User,
}
