namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The yearly registration has ended.</summary>
    public static readonly ErrorEntry RegistrationExpired = new(
        "AZR2130", FailureKind.Conflict,
        "the registration has expired",
        "A registration by a yearly agreement ends with it. Azure keeps its name until it is deleted, and its key activates no stamp any more.",
        "Renew it: azsreg registration renew --agreement-number NUMBER. For another billing model remove it and register anew.");

    /// <summary>Renewing did not help.</summary>
    public static readonly ErrorEntry RenewalDidNotExtend = new(
        "AZR2131", FailureKind.Failed,
        "the registration was put again, but does not end later",
        "It ends with its agreement, and Azure does not know of a later end of that agreement.",
        "Renew the agreement itself, or give its successor: azsreg registration renew --agreement-number NUMBER.");

    /// <summary>The stamp has a registration in another subscription.</summary>
    public static readonly ErrorEntry RegisteredInOtherSubscription = new(
        "AZR2132", FailureKind.Conflict,
        "the stamp is registered in another subscription",
        "A cloud id can have one registration only; to change the subscription the registration there is removed first.",
        "Run the commands given, in their order. A real stamp drops its downloaded marketplace items with the registration; the plan of the removal names them.");

    /// <summary>Azure does not take the agreement.</summary>
    public static readonly ErrorEntry AgreementRefused = new(
        "AZR2133", FailureKind.Failed,
        "Azure refused the agreement",
        "The agreement is not known for this subscription, has ended, or covers fewer physical cores than the stamps registered by it have.",
        "Check the number, with its leading zeros, and the subscription; renew or enlarge the agreement. What was registered stays as it was.");

    /// <summary>The group is being deleted.</summary>
    public static readonly ErrorEntry ResourceGroupBeingDeleted = new(
        "AZR2134", FailureKind.Conflict,
        "the resource group is being deleted",
        "Azure takes minutes to delete a group with what is in it; nothing can be put into it meanwhile.",
        "Wait until it is gone and run the same command again, or name another group with --resource-group.", Retryable: true);

    /// <summary>Nothing tells which registration is meant.</summary>
    public static readonly ErrorEntry RegistrationNotNamed = new(
        "AZR2135", FailureKind.Usage,
        "it is not clear which registration to remove",
        "A stamp that is gone cannot tell its cloud id.",
        "Give --registration-name or --cloud-id; azsreg registration list shows both.");

    /// <summary>The bridge's certificate was not changed.</summary>
    public static readonly ErrorEntry BridgeCertificateNotRenewed = new(
        "AZR5030", FailureKind.Failed,
        "the bridge's certificate could not be renewed",
        "The directory refused, or does not let the bridge sign in with the new certificate; the former one stays in use.",
        "Run the same command again; it goes on where it stopped. A bridge without a service principal needs: azsreg registration set.", Retryable: true);
}
