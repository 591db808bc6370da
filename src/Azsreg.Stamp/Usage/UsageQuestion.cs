using System.Globalization;
using System.Text.RegularExpressions;
using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage;

/// <summary>What is asked of the usage API. Times are reported times, never times of use.</summary>
/// <param name="FirstHour">First hour of the reported range, since 1970.</param>
/// <param name="EndHour">The hour after its last.</param>
/// <param name="IsDaily">True for a row a day, false for a row an hour.</param>
/// <param name="SubscriptionId">The one subscription asked for; null for all.</param>
internal sealed partial record UsageQuestion(int FirstHour, int EndHour, bool IsDaily, Guid? SubscriptionId)
{
    /// <summary>Reads the documented parameters.</summary>
    /// <returns>Null where the range reaches into the current day, which is still being processed.</returns>
    /// <exception cref="ArmException">400 with one of the documented codes.</exception>
    public static UsageQuestion? Read(ArmRequest request, Guid? subscription, DateTimeOffset now)
    {
        var granularity = request.Query("aggregationGranularity") ?? "Daily";
        var isDaily = granularity.Equals("Daily", StringComparison.OrdinalIgnoreCase);
        if (!isDaily && !granularity.Equals("Hourly", StringComparison.OrdinalIgnoreCase))
            throw UsageErrors.InvalidAggregationGranularity();
        var first = Time(request, "reportedStartTime", isDaily);
        var end = Time(request, "reportedEndTime", isDaily);
        if (end <= first)
            throw UsageErrors.InvalidProperty("reportedEndTime", "it must be later than reportedStartTime");
        if (end > now)
            throw UsageErrors.RequestEndTimeIsInFuture();
        return end > now.UtcDateTime.Date ? null : new UsageQuestion(UsageRecordId.HourOf(first), UsageRecordId.HourOf(end), isDaily, subscription);
    }

    private static DateTimeOffset Time(ArmRequest request, string name, bool isDaily)
    {
        var rule = isDaily ? "an ISO 8601 time, UTC, at midnight" : "an ISO 8601 time, UTC, on the hour";
        // A plus sign that was not escaped arrives as a blank.
        var text = request.Query(name)?.Replace(' ', '+');
        if (text is not { Length: <= 40 } || !Iso().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || time.Offset != TimeSpan.Zero || time.UtcTicks % (isDaily ? TimeSpan.TicksPerDay : TimeSpan.TicksPerHour) != 0 || time.Year < 2000)
            throw UsageErrors.InvalidProperty(name, $"it must be {rule}");
        return time;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:?\d{2})?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
