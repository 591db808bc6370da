using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>A user to be made at its home tenant; invite it elsewhere with <see cref="IdentityDirectory.InviteGuestAsync"/>.</summary>
public sealed record NewUser
{
    /// <summary>The home tenant; <see cref="Tenant.PersonalAccountsId"/> makes a personal account.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The user principal name, at most 113 characters; its domain belongs to the tenant (any domain for a personal account).</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The name shown to people, 1 to 256 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The password, 8 to 256 characters; null where the user cannot sign in with one.</summary>
    public Secret? Password { get; init; }

    /// <summary>The TOTP secret in Base32 (RFC 6238, SHA-1, 6 digits, 30 s), at least 16 bytes; null where there is no second factor.</summary>
    public Secret? TotpSecret { get; init; }

    /// <summary>The object id, where it must be a known one; otherwise a new id.</summary>
    public Guid? ObjectId { get; init; }
}
