using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Status;

/// <summary>Says where two readings differ. A side that was not read, or does not tell a value, cannot differ in it.</summary>
internal static class StatusComparison
{
    /// <summary>The sentence that stands wherever an unregistered stamp is shown.</summary>
    public const string Obligation =
        "The stamp is not registered. Under pay-as-you-use the licence obliges to register it, so that its usage is reported.";

    public static StatusReport Compare(string stamp, AzureReading azure, StampReading side)
    {
        var differences = new List<string>();
        if (azure.WasRead && side.WasRead)
        {
            CompareRegistration(azure, side, differences);
            if (azure.RegistrationId is not null && side.RegistrationId is not null)
            {
                Differ(differences, "Billing model", azure.BillingModel, side.BillingModel);
                Differ(differences, "Marketplace syndication", OnOff(azure.MarketplaceSyndication), OnOff(side.MarketplaceSyndication));
                Differ(differences, "Usage reporting", OnOff(azure.UsageReporting), OnOff(side.UsageReporting));
            }
        }

        if (azure.CloudId is { } there && side.CloudId is { } here && !Same(there, here))
            differences.Add($"The registration is bound to cloud id {there}, the stamp is {here}.");
        if (azure.BridgeHasRole == false) differences.Add($"The bridge lacks the role '{WellKnown.RegistrationOwnerRole}' on the registration.");
        if (side.ActivationState == "Expired") differences.Add($"The activation expired at {side.Expiration}. azsreg registration renew renews it.");
        if (side.HardwareDiffers)
            differences.Add($"The registration lists {side.RegisteredNodes} nodes, the stamp has {side.Nodes}. azsreg registration set brings it in line.");
        if (side.BridgeFault is { } fault and not "NotReached") differences.Add($"The bridge cannot use the registration ({fault}). azsreg registration set mends it; azsreg alerts tells the cause.");

        var notes = new List<string>();
        if (!azure.WasRead) notes.Add($"Azure was not read: {azure.WhyNot}.");
        if (!side.WasRead) notes.Add($"The stamp was not read: {side.WhyNot}.");
        if (azure.Locked == false && azure.RegistrationId is not null)
            notes.Add($"The registration has no lock '{WellKnown.RegistrationLockName}'; azsreg registration set puts it back.");
        var unregistered = side.WasRead ? side.RegistrationId is null : azure is { WasRead: true, RegistrationId: null };
        if (unregistered) notes.Add(Obligation);
        return new StatusReport(stamp, azure, side, differences, notes);
    }

    private static void CompareRegistration(AzureReading azure, StampReading side, List<string> differences)
    {
        switch (azure.RegistrationId, side.RegistrationId)
        {
            case ({ } registered, null):
                differences.Add($"Azure has the registration '{NameOf(registered)}', but the stamp is not activated. azsreg registration set finishes it.");
                break;
            case (null, { } activated) when InSubscription(activated, azure.SubscriptionId):
                differences.Add($"The stamp is activated with '{NameOf(activated)}', which Azure does not have any more.");
                break;
            case (null, { } elsewhere):
                differences.Add($"The stamp is activated with a registration of another subscription: {elsewhere}.");
                break;
            case ({ } one, { } other) when !(ArmResourceId.TryParse(one, out var a) && ArmResourceId.TryParse(other, out var b) && a.Equals(b)):
                differences.Add($"Azure has the registration '{NameOf(one)}', the stamp is activated with {other}.");
                break;
        }
    }

    private static void Differ(List<string> differences, string what, string? azure, string? stamp)
    {
        if (azure is not null && stamp is not null && !Same(azure, stamp))
            differences.Add($"{what}: Azure says {azure}, the stamp {stamp}. azsreg registration set brings the stamp up to date.");
    }

    private static bool InSubscription(string id, string? subscriptionId) =>
        ArmResourceId.TryParse(id, out var parsed) && string.Equals(parsed.SubscriptionId, subscriptionId, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string id) => ArmResourceId.TryParse(id, out var parsed) ? parsed.Name : id;

    private static string? OnOff(bool? on) => on is { } value ? RegistrationValues.OnOff(value) : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
