namespace Azsreg.AzureClient;

/// <summary>Who did, or tried, what on a stamp.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Caller">Who.</param>
/// <param name="Channel"><c>PrivilegedEndpoint</c>, <c>User</c> (admin ARM and portal), <c>SignIn</c> or <c>Stamp</c>.</param>
/// <param name="Action">What, in the notation of ARM's actions.</param>
/// <param name="Target">On what.</param>
/// <param name="Outcome"><c>Succeeded</c>, <c>Accepted</c>, <c>Refused</c>, <c>Failed</c> and such.</param>
/// <param name="Detail">What more is known; never a secret.</param>
public sealed record StampAuditRecord(string Id, DateTimeOffset At, string Caller, string Channel, string Action, string Target, string Outcome, string Detail);
