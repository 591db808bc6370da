namespace Azsreg.AzureClient;

/// <summary>What sums of usage are by, beside the meter.</summary>
public enum StampUsageGrouping
{
    /// <summary>The day of use, UTC.</summary>
    Day,

    /// <summary>The tenant's subscription.</summary>
    Subscription,

    /// <summary>Nothing but the meter.</summary>
    Meter,
}
