using System.Globalization;
using Azsreg.Portal.Kit;
using Azsreg.Protocol;

namespace Azsreg.Portal.Alerts;

/// <summary>Alerts in words, and the page that mends each.</summary>
internal static class AlertWords
{
    public static bool IsOpen(Alert alert) => string.Equals(alert.Properties.State, "Active", StringComparison.OrdinalIgnoreCase);

    public static (StateKind Kind, string Text) Severity(Alert alert) =>
        !IsOpen(alert) ? (StateKind.Off, alert.Properties.Severity ?? "Alert")
        : alert.Properties.Severity == "Critical" ? (StateKind.Bad, "Critical")
        : (StateKind.Warning, alert.Properties.Severity ?? "Warning");

    public static string IdOf(Alert alert) => alert.Properties.AlertId ?? alert.Name[(alert.Name.LastIndexOf('/') + 1)..];

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Where an alert's cause is mended; null where the portal has no such page.</summary>
    public static (string Href, string Text)? Way(Alert alert) => alert.Properties.FaultTypeId switch
    {
        "AzureBridgeActivationRequired" => ("/registration", "Register this stamp"),
        "AzureBridgeActivationExpired" or "AzureBridgeActivationExpiringSoon" => ("/registration?do=renew", "Renew the registration"),
        "AzureBridgeRegistrationUnusable" or "AzureBridgeHardwareDiffers" => ("/registration?do=reregister", "Register again"),
        "AzureBridgeNoContact" => ("/usage", "Look at what waits"),
        "AzureBridgeUsageBehind" or "AzureBridgeUsageRefused" => ("/usage", "Look at the reporting of usage"),
        "AzureBridgeUsageRecordsRefused" => ("/usage/refused", "Look at the refused records"),
        _ => null,
    };
}
