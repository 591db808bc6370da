namespace Azsreg.Cloud.Directory;

/// <summary>The directory roles that matter to registering a stamp, with Entra ID's meaning.</summary>
public enum DirectoryRole
{
    /// <summary>May do everything in the tenant.</summary>
    GlobalAdministrator,

    /// <summary>May register applications and change every one.</summary>
    ApplicationAdministrator,

    /// <summary>May register applications even where users may not.</summary>
    ApplicationDeveloper,
}
