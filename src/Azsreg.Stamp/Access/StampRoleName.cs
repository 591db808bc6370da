namespace Azsreg.Stamp.Access;

/// <summary>Built-in roles on the Default Provider Subscription.</summary>
public enum StampRoleName
{
    /// <summary>Everything.</summary>
    Owner,

    /// <summary>Everything but giving rights.</summary>
    Contributor,

    /// <summary>Looking only.</summary>
    Reader,
}
