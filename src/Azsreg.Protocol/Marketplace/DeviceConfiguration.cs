namespace Azsreg.Protocol;

/// <summary>What a stamp tells of itself with the POST forms of the product lists, so that what does not fit it is marked.</summary>
/// <param name="DeviceVersion">Its version, such as <c>1.2311.1.22</c>.</param>
/// <param name="IdentitySystem"><c>AzureAD</c> or <c>ADFS</c>.</param>
public sealed record DeviceConfiguration(string? DeviceVersion, string? IdentitySystem);
