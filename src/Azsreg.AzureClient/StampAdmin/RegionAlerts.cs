namespace Azsreg.AzureClient;

/// <summary>How many alerts of a region stand.</summary>
/// <param name="CriticalAlertCount">Critical ones.</param>
/// <param name="WarningAlertCount">Warnings.</param>
public sealed record RegionAlerts(int? CriticalAlertCount = null, int? WarningAlertCount = null);
