using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>What a registration says about how a stamp is paid for and what it may do.</summary>
internal sealed record RegistrationValues(
    BillingModel Model, bool UsageReporting, bool MarketplaceSyndication, string? AgreementNumber, string? MsAssetTag)
{
    /// <summary>What an activation key tells of its registration; null where it names a model this program does not know.</summary>
    public static RegistrationValues? From(ActivationKey key) => Enum.TryParse<BillingModel>(key.BillingModel, ignoreCase: true, out var model)
        ? new(model, key.UsageReportingEnabled, key.MarketplaceSyndicationEnabled, NullIfEmpty(key.AgreementNumber), NullIfEmpty(key.MsAssetTag))
        : null;

    /// <summary>One phrase: <c>PayAsYouUse, syndication on, usage on</c>.</summary>
    public override string ToString()
    {
        var text = $"{Model}, syndication {OnOff(MarketplaceSyndication)}, usage {OnOff(UsageReporting)}";
        if (AgreementNumber is not null) text += $", agreement {AgreementNumber}";
        if (MsAssetTag is not null) text += $", asset tag {MsAssetTag}";
        return text;
    }

    public static string OnOff(bool on) => on ? "on" : "off";

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
