using System.Globalization;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Alerts;

/// <summary>Which alerts follow from where the activation stands. Pure, so that every case is a line in a test.</summary>
internal static class ActivationAlerts
{
    public const string Required = "AzureBridgeActivationRequired";
    public const string ExpiringSoon = "AzureBridgeActivationExpiringSoon";
    public const string Expired = "AzureBridgeActivationExpired";

    /// <summary>What anyone who looks at an unregistered stamp is told.</summary>
    public const string Obligation =
        "With the pay-as-you-use billing model registration is an obligation: without it usage is not reported, and the licence terms are broken.";

    private const string Documentation = "https://learn.microsoft.com/azure-stack/operator/azure-stack-registration";

    /// <param name="activation">The activation; null where there is none.</param>
    /// <param name="now">The time.</param>
    /// <param name="warningDays">How many days before the end it is announced, and announced anew.</param>
    public static IReadOnlyList<AlertCondition> For(ActivationRecord? activation, DateTimeOffset now, IReadOnlyList<int> warningDays)
    {
        if (activation is null)
        {
            return
            [
                new AlertCondition(
                    Required,
                    "Activation Required",
                    [Text("Azure Stack is not activated."), new AlertText("NewLine"), Text(Obligation)],
                    [Text("Register Azure Stack with Azure and activate it: "), .. Link(Documentation)],
                    new Dictionary<string, string>()),
            ];
        }

        var properties = new Dictionary<string, string>
        {
            ["AzureBridgeActivationExpiration"] = Timestamp.Format(activation.ExpiresAt),
            ["AzureRegistrationResourceIdentifier"] = activation.RegistrationId,
        };
        if (activation.ExpiresAt <= now)
        {
            return
            [
                new AlertCondition(
                    Expired,
                    "Activation Expired",
                    [Text("Azure Stack activation expired. Please reactivate your Azure Stack.")],
                    [Text("Renew the agreement, then the registration: azsreg registration renew. "), .. Link(Documentation)],
                    properties),
            ];
        }

        var left = activation.ExpiresAt - now;
        // The nearest announcement counts; as its number is part of the text, the alert is brought up to date when the next one is due.
        if (warningDays.Where(days => left <= TimeSpan.FromDays(days)).DefaultIfEmpty().Min() is not (> 0 and var announced))
            return [];
        var expiration = activation.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return
        [
            new AlertCondition(
                ExpiringSoon,
                "Activation Expiring Soon",
                [Text($"Your Azure Stack activation will expire on {expiration}"), new AlertText("NewLine"), Text($"(no more than {announced} days are left)")],
                [Text("Renew the agreement, then the registration: azsreg registration renew. "), .. Link(Documentation)],
                properties),
        ];
    }

    /// <summary>When, by the clock alone, what <see cref="For"/> gives will be something else; null where it never will.</summary>
    public static DateTimeOffset? NextChange(ActivationRecord? activation, DateTimeOffset now, IReadOnlyList<int> warningDays)
    {
        if (activation is null)
            return null;
        var later = warningDays.Append(0).Select(days => activation.ExpiresAt.AddDays(-days)).Where(at => at > now).ToList();
        return later.Count == 0 ? null : later.Min();
    }

    private static AlertText Text(string text) => new("Text", text);

    private static AlertText[] Link(string uri) => [new("LinkBegin", LinkType: "Uri", Uri: uri), Text(uri), new("LinkEnd")];
}
