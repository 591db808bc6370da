namespace Azsreg.Identity;

/// <summary>What a user is to the tenant it stands in.</summary>
public enum UserKind
{
    /// <summary>A user of the organisation; its password is checked here.</summary>
    Member,

    /// <summary>A user whose home is another tenant (or who has a personal account) and who was invited to this one.</summary>
    Guest,

    /// <summary>A personal Microsoft account; its home is <see cref="Tenant.PersonalAccountsId"/>.</summary>
    PersonalAccount,
}
