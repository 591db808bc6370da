namespace Azsreg.Identity;

/// <summary>A user as it stands in one tenant. A guest's credentials are checked at its home.</summary>
public sealed record User
{
    /// <summary>The tenant this entry stands in.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The object id in that tenant, as in <c>oid</c>.</summary>
    public required Guid ObjectId { get; init; }

    /// <summary>The user principal name in that tenant; a guest's has the form <c>sam_outlook.example#EXT#@contoso…</c>.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>What the user types to sign in: the user principal name at its home.</summary>
    public required string SignInName { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the user is to this tenant.</summary>
    public required UserKind Kind { get; init; }

    /// <summary>The tenant that checks this user's password; the same as <see cref="TenantId"/> but for a guest.</summary>
    public required Guid HomeTenantId { get; init; }

    /// <summary>The object id at home.</summary>
    public required Guid HomeObjectId { get; init; }

    /// <summary>False where sign-in is blocked (here or at home).</summary>
    public required bool Enabled { get; init; }

    /// <summary>True where a one-time code is asked after the password.</summary>
    public required bool HasSecondFactor { get; init; }

    /// <summary>When the entry was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for a personal Microsoft account, at home or invited.</summary>
    public bool IsPersonalAccount => HomeTenantId == Tenant.PersonalAccountsId;
}
