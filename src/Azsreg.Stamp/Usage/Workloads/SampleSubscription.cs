namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>A sample tenant's subscription to a plan.</summary>
/// <param name="SubscriptionId">Its id.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="DisplayName">Tenant and plan.</param>
/// <param name="CreatedHour">The hour it was made in, since 1970.</param>
/// <param name="DeletedHour">The hour it is deleted in; later than any asked for where it stays.</param>
internal sealed record SampleSubscription(Guid SubscriptionId, SampleTenant Tenant, string DisplayName, int CreatedHour, int DeletedHour);
