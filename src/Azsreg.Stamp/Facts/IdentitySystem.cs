namespace Azsreg.Stamp.Facts;

/// <summary>Identity system a stamp was deployed with; fixed for its life.</summary>
public enum IdentitySystem
{
    /// <summary>Microsoft Entra ID, once called Azure AD.</summary>
    AzureAD,

    /// <summary>Active Directory Federation Services.</summary>
    ADFS,
}
