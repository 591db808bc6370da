using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Usage as a row with the columns of the published usage summary, so that spreadsheets made for it go on working.</summary>
public static class UsageExportRow
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "UsageStartTime", "UsageEndTime", "MeterName", "Quantity", "resourceType", "location", "resourceGroup", "resourceName", "subowner", "tags", "MeterId",
        "additionalInfo", "subscription", "resourceUri",
    ];

    /// <summary>The values of a row in the order of the columns.</summary>
    public static IReadOnlyList<object?> Of(UsageSample row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var id = ArmResourceId.TryParse(row.ResourceUri, out var parsed) ? parsed : null;
        return
        [
            row.UsageStartTime, row.UsageEndTime, UsageMeters.Find(row.MeterId)?.Name ?? row.MeterName, row.Quantity, id?.ResourceType, row.Location, id?.ResourceGroupName,
            id?.Name, "", row.Tags, row.MeterId, row.AdditionalInfo, row.StampSubscriptionId ?? row.SubscriptionId, row.ResourceUri,
        ];
    }
}
