namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The activation key names no place for usage.</summary>
    public static readonly ErrorEntry UsageEndpointMissing = new(
        "AZR7001", FailureKind.Conflict,
        "the activation names no address for usage",
        "The activation key says where usage is sent. This one names no https address, so usage is kept on the stamp.",
        "Register again, which brings a new key: azsreg registration set.");

    /// <summary>A usage summary that cannot be read.</summary>
    public static readonly ErrorEntry UsageSummaryUnreadable = new(
        "AZR7002", FailureKind.Usage,
        "the usage summary cannot be read",
        "A line of the file is not what a usage summary holds: its columns are those of the published usage-summary script. Nothing was imported.",
        "Correct the line that is named, or write the summary again.");

    /// <summary>Local and commerce usage differ.</summary>
    public static readonly ErrorEntry UsageDiffers = new(
        "AZR7003", FailureKind.Failed,
        "the stamp's usage and commerce's differ",
        "For at least one subscription, meter and day the two sides have different totals; each difference is listed with what explains it.",
        "What waits is sent by itself: azsreg usage status. What was refused is listed by azsreg usage status --refused.",
        Retryable: true);

    /// <summary>Nothing to put in a file.</summary>
    public static readonly ErrorEntry NoUsageToExport = new(
        "AZR7004", FailureKind.NotFound,
        "there is no usage to export",
        "All usage is acknowledged or in a file that was written already, or the registration owes none.",
        "A file that was lost is written again with azsreg usage export-batches --number N.");

    /// <summary>The sample workload cannot be started.</summary>
    public static readonly ErrorEntry SampleWorkloadRefused = new(
        "AZR7005", FailureKind.Conflict,
        "the sample workload cannot be run so",
        "Sample data belongs where nothing is real, and a stamp runs one sample workload at a time.",
        "Stop the one that runs: azsreg stamp workload stop. A stamp of its own offers sample workloads with azsreg stamp serve --sample-workloads.");

    /// <summary>A day or a range that cannot be asked for.</summary>
    public static readonly ErrorEntry UsageRangeInvalid = new(
        "AZR7006", FailureKind.Usage,
        "the range of days cannot be asked for",
        "Usage is listed by the day it was reported, up to the start of the current day in UTC; totals are by the day of use.",
        "Give --from and --to as yyyy-MM-dd, the first day and the day after the last.");

    /// <summary>The stamp refused reports of an import.</summary>
    public static readonly ErrorEntry UsageReportsRefused = new(
        "AZR7007", FailureKind.Conflict,
        "the stamp refused usage records",
        "A record of the same resource, meter, hour and revision is there with another content. Records are never changed; all others were kept.",
        "Import a late amount as a line of its own in a newer summary, not by changing a line that was imported.");

    /// <summary>An acknowledgement that is not one for this stamp.</summary>
    public static readonly ErrorEntry UsageAcknowledgementRefused = new(
        "AZR7008", FailureKind.Conflict,
        "the stamp refused the acknowledgement file",
        "It was altered, is signed by an Azure side the stamp does not trust, or answers another stamp or file. Nothing was acknowledged.",
        "Carry the file over again unchanged, to the stamp whose usage file it answers.");

    /// <summary>Azure refused a customer's subscription.</summary>
    public static readonly ErrorEntry CustomerSubscriptionRefused = new(
        "AZR7009", FailureKind.Conflict,
        "Azure refused the customer's subscription",
        "A customer's subscription must be a CSP subscription of the same partner as the registration's, the registration must be PayAsYouUse and approved for multi-tenancy.",
        "Check the subscription id with the partner portal, and the registration with azsreg registration show.");

    /// <summary>No such mapping.</summary>
    public static readonly ErrorEntry CustomerSubscriptionMissing = new(
        "AZR7010", FailureKind.NotFound,
        "the customer's subscription is not on the registration",
        "No tenant of the stamp is mapped to it, so its usage is billed to the registration's own subscription.",
        "List the mappings: azsreg customer list.");

    /// <summary>The usage API asked for patience.</summary>
    public static readonly ErrorEntry UsageServiceBusy = new(
        "AZR7011", FailureKind.Failed,
        "the usage service is busy",
        "It answers a few questions at once, or the usage asked for is still being processed.",
        "Ask again in a minute, or for fewer days at once.",
        Retryable: true);
}
