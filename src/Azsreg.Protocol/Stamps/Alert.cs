namespace Azsreg.Protocol;

/// <summary>An alert of a stamp (Microsoft.InfrastructureInsights.Admin, 2016-05-01, Alerts_Get).</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name"><c>{region}/{alert id}</c>.</param>
/// <param name="Type">The ARM type.</param>
/// <param name="Location">The region.</param>
/// <param name="Properties">What it says.</param>
public sealed record Alert(string Id, string Name, string Type, string? Location, AlertProperties Properties);
