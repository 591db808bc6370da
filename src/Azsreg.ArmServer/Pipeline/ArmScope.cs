namespace Azsreg.ArmServer;

/// <summary>Where the rights of a request are checked.</summary>
public enum ArmScope
{
    /// <summary>At the resource in the path; a list at the place it is listed, an action at the resource it is done to.</summary>
    Path,

    /// <summary>At the subscription in the path, as for the registration of a provider.</summary>
    Subscription,

    /// <summary>At the tenant.</summary>
    Tenant,
}
