namespace Azsreg.PowerShell.Objects;

/// <summary>An account that is signed in.</summary>
public sealed class AzsAccount
{
    internal AzsAccount(string id, string type)
    {
        Id = id;
        Type = type;
    }

    /// <summary>Its user name, or an application's id.</summary>
    public string Id { get; }

    /// <summary><c>User</c> or <c>ServicePrincipal</c>.</summary>
    public string Type { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
