namespace Azsreg.AzureClient;

/// <summary>Body of a change of an alert.</summary>
internal sealed record AlertChange(AlertStateChange Properties);

internal sealed record AlertStateChange(string State);
