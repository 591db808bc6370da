namespace Azsreg.Operator.Usage;

/// <summary>To whom a tenant's subscription on the stamp will be billed.</summary>
/// <param name="SubscriptionId">The stamp's subscription.</param>
/// <param name="Name">Its name.</param>
/// <param name="TenantId">The tenant's directory; null where the stamp does not know it.</param>
/// <param name="IsDeleted">True where it was deleted; what it used is billed all the same.</param>
/// <param name="BilledTo">The Azure subscription.</param>
/// <param name="IsMapped">True where the tenant is mapped; false where the registration's own subscription pays.</param>
/// <param name="Records">Records within the range.</param>
/// <param name="Meters">Meters within the range.</param>
public sealed record BillingPreviewRow(
    string SubscriptionId, string Name, string? TenantId, bool IsDeleted, string BilledTo, bool IsMapped, long Records, int Meters);
