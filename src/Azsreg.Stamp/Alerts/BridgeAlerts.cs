using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Alerts;

/// <summary>
/// Which alerts follow from what the bridge sees of its registration and from the hosts. Pure. A real stamp has no such alerts; there a lost
/// principal or role shows in failing downloads only.
/// </summary>
internal static class BridgeAlerts
{
    public const string Unusable = "AzureBridgeRegistrationUnusable";
    public const string NoContact = "AzureBridgeNoContact";
    public const string HardwareDiffers = "AzureBridgeHardwareDiffers";

    /// <summary>Under pay-as-you-use a stamp must report at least this often (Microsoft, "Azure Stack connected deployment").</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(30);

    public static IReadOnlyList<AlertCondition> For(ActivationRecord activation, BridgeHealth? health, HardwareChange? hardware, DateTimeOffset now)
    {
        var conditions = new List<AlertCondition>();
        if (CauseOf(health) is { } cause)
            conditions.Add(Condition(Unusable, "Azure Bridge Cannot Use Its Registration", [cause], "Register again, which mends it: azsreg registration set", activation));
        if (SilentFrom(activation, health) is { } from && from <= now)
        {
            conditions.Add(Condition(
                NoContact,
                "Azure Not Reached For 30 Days",
                [
                    $"The Azure bridge last reached its registration on {Day(LastContact(activation, health))}.",
                    "With the pay-as-you-use billing model usage must be reported at least every 30 days.",
                ],
                "Restore the line to Azure; azsreg check looks at it from the operator's machine",
                activation));
        }

        if (hardware is not null)
        {
            conditions.Add(Condition(
                HardwareDiffers,
                WellKnown.HardwareDiffersAlert,
                [$"The registration lists {hardware.Registered} nodes; this Azure Stack has {hardware.Present}, of which {hardware.Unlisted} are not listed."],
                "Bring the registration in line: azsreg registration set",
                activation));
        }

        return conditions;
    }

    /// <summary>When silence becomes an alert; null where nothing must be reported.</summary>
    public static DateTimeOffset? SilentFrom(ActivationRecord activation, BridgeHealth? health) =>
        activation.BillingModel == nameof(BillingModel.PayAsYouUse) ? LastContact(activation, health) + LongestSilence : null;

    /// <summary>Whoever activates it has just had the key from Azure; that counts until the bridge has looked itself.</summary>
    private static DateTimeOffset LastContact(ActivationRecord activation, BridgeHealth? health) =>
        health?.LastContactAt ?? Timestamp.Parse(activation.ChangedAt);

    private static string? CauseOf(BridgeHealth? health) => health?.Fault switch
    {
        BridgeFault.PrincipalRefused => $"The directory does not let the bridge's service principal sign in: {health.Detail}",
        BridgeFault.NotAuthorized =>
            $"Azure does not let the bridge read its registration: the role '{WellKnown.RegistrationOwnerRole}' was taken away, or the registration was deleted. {health.Detail}",
        BridgeFault.RegistrationGone => $"The registration is gone from Azure: {health.RegistrationId}",
        BridgeFault.PrincipalReplaced => $"The registration names another service principal than this activation: {health.Detail ?? "none"}",
        BridgeFault.LockMissing => $"The registration is not locked against deletion: {WellKnown.RegistrationLockName} is gone.",
        _ => null,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static AlertCondition Condition(
        string faultTypeId, string title, IReadOnlyList<string> description, string remediation, ActivationRecord activation) => new(
        faultTypeId,
        title,
        [.. description.SelectMany((text, index) => index == 0 ? [new AlertText("Text", text)] : (AlertText[])[new AlertText("NewLine"), new AlertText("Text", text)])],
        [new AlertText("Text", remediation)],
        new Dictionary<string, string> { ["AzureRegistrationResourceIdentifier"] = activation.RegistrationId });
}
