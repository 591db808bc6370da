namespace Azsreg.Operator.Accounts;

/// <summary>A subscription an account saw when it was last read.</summary>
/// <param name="Id">The subscription's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="TenantId">The directory it trusts.</param>
/// <param name="TenantName">That directory's domain or name, where known.</param>
/// <param name="State">Such as <c>Enabled</c>.</param>
/// <param name="QuotaId">The offer, such as <c>EnterpriseAgreement_2014-09-01</c>.</param>
/// <param name="Role">The roles the account itself has on the subscription; null where none could be read.</param>
public sealed record AccountSubscription(string Id, string Name, string TenantId, string? TenantName, string? State, string? QuotaId, string? Role)
{
    /// <summary>The offer without its date.</summary>
    public string? Offer => QuotaId?.Split('_')[0];
}
