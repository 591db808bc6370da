namespace Azsreg.AzureClient;

/// <summary>Which audit records to list.</summary>
/// <param name="Kind"><c>All</c>, <c>PrivilegedEndpoint</c>, <c>Administration</c>, <c>SignIn</c> or <c>Stamp</c>.</param>
/// <param name="Text">What a record must contain; null for anything. At most 200 characters.</param>
/// <param name="UnsuccessfulOnly">True for refusals and failures only.</param>
public sealed record StampAuditQuestion(string Kind = "All", string? Text = null, bool UnsuccessfulOnly = false);
