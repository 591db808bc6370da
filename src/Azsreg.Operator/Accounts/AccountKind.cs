namespace Azsreg.Operator.Accounts;

/// <summary>What an account is.</summary>
public enum AccountKind
{
    /// <summary>A person.</summary>
    User,

    /// <summary>An application by itself.</summary>
    ServicePrincipal,
}
