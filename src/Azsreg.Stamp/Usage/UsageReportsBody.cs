using System.Globalization;
using System.Text.Json.Serialization;
using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage;

/// <summary>Body of <c>reportUsage</c>: what a resource provider reports, or an operator imports.</summary>
internal sealed record UsageReportsBody([property: JsonRequired] IReadOnlyList<UsageReportsBody.Item> Reports)
{
    // A request has 4 MiB at most, which is some 10,000 reports.
    private const int Most = 10_000;

    /// <exception cref="ArmException">400: a report is not one, and which.</exception>
    public IReadOnlyList<UsageReport> ToReports()
    {
        if (Reports is null or { Count: 0 or > Most })
            throw ArmErrors.InvalidRequestContent($"reports must hold 1 to {Most} of them.");
        return [.. Reports.Select((report, index) => report?.ToReport(index) ?? throw Wrong(index, "it is null"))];
    }

    private static ArmException Wrong(int index, string rule) =>
        new(400, "InvalidUsageReport", string.Create(CultureInfo.InvariantCulture, $"reports[{index}]: {rule}."), string.Create(CultureInfo.InvariantCulture, $"reports[{index}]"));

    /// <summary>One report; <c>quantity</c> is a text, so that no reader rounds it.</summary>
    internal sealed record Item(
        Guid SubscriptionId, Guid? TenantId, string? ResourceUri, string? Location, string? MeterId, DateTimeOffset UsageHour, string? Quantity, int Revision,
        string? Tags, string? AdditionalInfo)
    {
        public UsageReport ToReport(int index)
        {
            if (ResourceUri is not { Length: > 0 } || Location is not { Length: > 0 } || !UsageMeters.IsId(MeterId))
                throw Wrong(index, "resourceUri, location and a meterId of 32 hex digits are required");
            if (UsageHour.Offset != TimeSpan.Zero || UsageHour.UtcTicks % TimeSpan.TicksPerHour != 0 || UsageHour.Year is < 2000 or > 9000)
                throw Wrong(index, "usageHour must be the start of an hour in UTC");
            if (UsageQuantity.Read(System.Text.Encoding.UTF8.GetBytes(Quantity ?? ""), out var quantity) != System.Buffers.OperationStatus.Done)
                throw Wrong(index, "quantity must be a text of a decimal number with at most nine digits after the point, within the range of an amount");
            return new UsageReport
            {
                SubscriptionId = SubscriptionId,
                TenantId = TenantId,
                ResourceUri = ResourceUri,
                Location = Location,
                MeterId = MeterId!,
                Hour = UsageRecordId.HourOf(UsageHour),
                Quantity = quantity,
                Revision = Revision,
                Tags = Tags,
                AdditionalInfo = AdditionalInfo,
            };
        }
    }
}
