namespace Azsreg.Operator.Registration;

/// <summary>What a registration's activation key tells beyond the registration itself.</summary>
/// <param name="MarketplaceSyndication">Whether marketplace items can be listed and downloaded.</param>
/// <param name="UsageReporting">Whether usage is reported.</param>
/// <param name="AgreementNumber">The agreement of Capacity.</param>
/// <param name="MsAssetTag">The asset tag of Custom.</param>
/// <param name="Expires">When the key ends.</param>
/// <param name="Nodes">How many nodes the token listed.</param>
public sealed record RegistrationDetails(
    bool MarketplaceSyndication, bool UsageReporting, string? AgreementNumber, string? MsAssetTag, string? Expires, int Nodes);
