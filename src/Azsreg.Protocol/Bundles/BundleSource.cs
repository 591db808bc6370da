namespace Azsreg.Protocol;

/// <summary>Where a bundle comes from.</summary>
/// <param name="Environment">The Azure's name, such as <c>AzureCloud</c>.</param>
/// <param name="ResourceManagerUrl">Its Resource Manager.</param>
/// <param name="RegistrationId">The ARM id of the registration whose catalogue it is.</param>
/// <param name="CloudId">The cloud id of that registration's stamp; null where Azure does not tell it.</param>
/// <param name="Account">Who exported it last.</param>
public sealed record BundleSource(string Environment, string ResourceManagerUrl, string RegistrationId, string? CloudId, string Account);
