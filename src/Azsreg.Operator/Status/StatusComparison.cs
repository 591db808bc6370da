using System.Globalization;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Status;

/// <summary>Says where two readings differ. A side that was not read, or does not tell a value, cannot differ in it.</summary>
internal static class StatusComparison
{
    /// <summary>The sentence that stands wherever an unregistered stamp is shown.</summary>
    public const string Obligation =
        "The stamp is not registered. Under pay-as-you-use the licence obliges to register it, so that its usage is reported.";

    /// <summary>Whatever mends or renews a stamp without a line begins with a token of it.</summary>
    private const string ByFiles = "The way of the files, from azsreg offline token on,";

    /// <summary>From here on a yearly agreement's end is worth a note: a renewal takes weeks in some houses.</summary>
    private const int DaysOfNotice = 90;

    /// <summary>When something ends, as either side tells it; null where it never does, or tells nothing readable.</summary>
    public static DateTimeOffset? EndOf(string? text) =>
        text?.StartsWith("9999", StringComparison.Ordinal) != true
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;

    public static StatusReport Compare(string stamp, AzureReading azure, StampReading side, DateTimeOffset now)
    {
        var differences = new List<string>();
        var isDisconnected = side.IsDisconnected ?? (azure is { RegistrationId: not null, BridgeObjectId: null });
        var again = isDisconnected ? ByFiles : "azsreg registration set";
        var renew = isDisconnected ? ByFiles : "azsreg registration renew";
        if (azure.WasRead && side.WasRead)
        {
            CompareRegistration(azure, side, isDisconnected, differences);
            if (azure.RegistrationId is not null && side.RegistrationId is not null)
            {
                Differ(differences, "Billing model", azure.BillingModel, side.BillingModel, again);
                Differ(differences, "Marketplace syndication", OnOff(azure.MarketplaceSyndication), OnOff(side.MarketplaceSyndication), again);
                Differ(differences, "Usage reporting", OnOff(azure.UsageReporting), OnOff(side.UsageReporting), again);
                if (side.IsDisconnected is { } offline && offline != azure.BridgeObjectId is null)
                {
                    differences.Add(offline
                        ? "The stamp is activated without a line to Azure, and its registration is one with a line."
                        : "The registration is one without a line to Azure, and the stamp is activated with a line. Fetch the activation key and carry it to the stamp: azsreg offline key.");
                }
            }
        }

        if (azure.CloudId is { } there && side.CloudId is { } here && !Same(there, here))
            differences.Add($"The registration is bound to cloud id {there}, the stamp is {here}.");
        if (azure.BridgeHasRole == false) differences.Add($"The bridge lacks the role '{WellKnown.RegistrationOwnerRole}' on the registration.");
        if (azure.BridgeExists == false)
            differences.Add("The bridge's service principal is gone from the directory. azsreg registration set has the stamp make a new one.");
        if (side.ActivationState == "Expired") differences.Add($"The activation expired at {side.Expiration}. {renew} renews it.");
        if (side.HardwareDiffers)
            differences.Add($"The registration lists {side.RegisteredNodes} nodes, the stamp has {side.Nodes}. {again} brings it in line.");
        if (azure.BridgeExists != false && side.BridgeFault is { } fault and not "NotReached")
            differences.Add($"The bridge cannot use the registration ({fault}). azsreg registration set mends it; azsreg alerts tells the cause.");

        var notes = new List<string>();
        if (!azure.WasRead) notes.Add($"Azure was not read: {azure.WhyNot}.");
        if (!side.WasRead) notes.Add($"The stamp was not read: {side.WhyNot}.");
        if (azure.Locked == false && azure.RegistrationId is not null)
            notes.Add($"The registration has no lock '{WellKnown.RegistrationLockName}'; azsreg registration set puts it back.");
        var unregistered = side.WasRead ? side.RegistrationId is null : azure is { WasRead: true, RegistrationId: null };
        if (unregistered) notes.Add(Obligation);
        var expires = EndOf(side.Expiration) ?? azure.Expires;
        var daysLeft = expires is { } end ? (int?)Math.Ceiling((end - now).TotalDays) : null;
        if (daysLeft is > 0 and <= DaysOfNotice) notes.Add($"The activation ends in {daysLeft} day{(daysLeft == 1 ? "" : "s")}. Renew the agreement; {renew} then keeps the name.");
        return new StatusReport(stamp, azure, side, differences, notes, Next(stamp, azure, side, isDisconnected, differences, unregistered, daysLeft)) { Expires = expires, DaysLeft = daysLeft };
    }

    /// <summary>First what lets more be seen, then what mends.</summary>
    private static List<string> Next(string stamp, AzureReading azure, StampReading side, bool isDisconnected, List<string> differences, bool unregistered, int? daysLeft)
    {
        var next = new List<string>();
        if (azure is { WasRead: false, WayOut: { } wayOut }) next.Add(wayOut);
        if (!side.WasRead) next.Add($"azsreg login --stamp {stamp}");
        var elsewhere = azure is { WasRead: true, RegistrationId: null } && side.RegistrationId is { } activated
            && ArmResourceId.TryParse(activated, out var id) && !InSubscription(activated, azure.SubscriptionId) ? id.SubscriptionId : null;
        if (elsewhere is not null) next.Add($"azsreg account set --subscription {elsewhere}");
        else if (isDisconnected) next.AddRange(NextByFiles(stamp, azure, side, differences, daysLeft));
        else if (side.ActivationState == "Expired" || daysLeft <= DaysOfNotice) next.Add($"azsreg registration renew --stamp {stamp}");
        else if (azure is { WasRead: true, RegistrationId: null } && side.RegistrationId is not null) next.Add($"azsreg registration set --stamp {stamp} --reregister");
        else if (azure.WasRead && unregistered && azure.RegistrationId is null)
            next.AddRange([$"azsreg check --stamp {stamp}", $"azsreg registration set --stamp {stamp} --billing-model {nameof(BillingModel.PayAsYouUse)} --plan"]);
        else if (azure.WasRead && (differences.Count > 0 || azure.Locked == false)) next.Add($"azsreg registration set --stamp {stamp}");
        return next;
    }

    private static IEnumerable<string> NextByFiles(string stamp, AzureReading azure, StampReading side, List<string> differences, int? daysLeft)
    {
        if (azure.RegistrationId is { } registered && side is { WasRead: true, RegistrationId: null })
            yield return $"azsreg offline key --registration-name {NameOf(registered)}";
        else if (side.ActivationState == "Expired" || daysLeft <= DaysOfNotice || (azure.WasRead && differences.Count > 0))
        {
            yield return $"azsreg offline token --stamp {stamp} --billing-model {side.BillingModel ?? azure.BillingModel ?? nameof(BillingModel.Capacity)}"
                + Option("--agreement-number", side.AgreementNumber) + Option("--ms-asset-tag", side.MsAssetTag);
        }

        static string Option(string name, string? value) => value is { Length: > 0 } ? $" {name} \"{value}\"" : "";
    }

    private static void CompareRegistration(AzureReading azure, StampReading side, bool isDisconnected, List<string> differences)
    {
        switch (azure.RegistrationId, side.RegistrationId)
        {
            case ({ } registered, null):
                differences.Add($"Azure has the registration '{NameOf(registered)}', but the stamp is not activated. {(isDisconnected ? "azsreg offline key and azsreg offline activate finish it." : "azsreg registration set finishes it.")}");
                break;
            case (null, { } activated) when InSubscription(activated, azure.SubscriptionId):
                differences.Add($"The stamp is activated with '{NameOf(activated)}', which Azure does not have any more. "
                    + (isDisconnected
                        ? "azsreg offline token begins to make it again, azsreg offline deactivate ends the activation."
                        : "azsreg registration set makes it again, azsreg registration remove ends the activation."));
                break;
            case (null, { } elsewhere):
                differences.Add($"The stamp is activated with a registration of another subscription: {elsewhere}.");
                break;
            case ({ } one, { } other) when !(ArmResourceId.TryParse(one, out var a) && ArmResourceId.TryParse(other, out var b) && a.Equals(b)):
                differences.Add($"Azure has the registration '{NameOf(one)}', the stamp is activated with {other}.");
                break;
        }
    }

    private static void Differ(List<string> differences, string what, string? azure, string? stamp, string again)
    {
        if (azure is not null && stamp is not null && !Same(azure, stamp))
            differences.Add($"{what}: Azure says {azure}, the stamp {stamp}. {again} brings the stamp up to date.");
    }

    private static bool InSubscription(string id, string? subscriptionId) =>
        ArmResourceId.TryParse(id, out var parsed) && string.Equals(parsed.SubscriptionId, subscriptionId, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string id) => ArmResourceId.TryParse(id, out var parsed) ? parsed.Name : id;

    private static string? OnOff(bool? on) => on is { } value ? RegistrationValues.OnOff(value) : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
