using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>What a reader of usage asks for: days or hours of reporting, never of use.</summary>
/// <param name="Daily">By days, else by hours.</param>
/// <param name="From">The first day or hour of reporting, since 1970.</param>
/// <param name="To">The day or hour after the last.</param>
/// <param name="Details">A row for each resource, else one for each meter.</param>
internal sealed record UsageRange(bool Daily, int From, int To, bool Details)
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Reads the query.</summary>
    /// <exception cref="ArmException">400, with the service's code.</exception>
    public static UsageRange Read(ArmRequest request, DateTimeOffset now)
    {
        var daily = (request.Query("aggregationGranularity") ?? "Daily").ToUpperInvariant() switch
        {
            "DAILY" => true,
            "HOURLY" => false,
            _ => throw CommerceErrors.InvalidGranularity(),
        };
        var details = request.Query("showDetails") switch
        {
            null => true,
            var text when bool.TryParse(text, out var given) => given,
            _ => throw CommerceErrors.InvalidProperty("showDetails", "The showDetails is true or false."),
        };
        var from = Read(request, "reportedStartTime", daily);
        var to = Read(request, "reportedEndTime", daily);
        if (from >= to)
            throw CommerceErrors.InvalidProperty("reportedStartTime", "The reportedStartTime comes before the reportedEndTime.");
        var running = UsageRecordId.HourOf(now);
        // The unit that runs may be asked for, as it is the only way to see what was just reported.
        return to <= (daily ? UsageRollUps.Day(running) : running) + 1 ? new UsageRange(daily, from, to, details) : throw CommerceErrors.EndTimeInFuture();
    }

    private static int Read(ArmRequest request, string name, bool daily)
    {
        var text = request.Query(name) ?? throw CommerceErrors.InvalidProperty(name, $"The {name} is missing.");
        if (text.Length > 40 || !DateTimeOffset.TryParseExact(
                // A plus sign that was not escaped arrives as a blank.
                text.Length > 19 && text[^6] == ' ' ? text[..^6] + '+' + text[^5..] : text,
                Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            throw CommerceErrors.InvalidProperty(name, $"The {name} is a time such as 2026-03-01T00:00:00Z.");
        if (time.UtcTicks % (daily ? TimeSpan.TicksPerDay : TimeSpan.TicksPerHour) != 0)
            throw CommerceErrors.InvalidProperty(name, daily ? $"The {name} is a midnight in UTC where the granularity is Daily." : $"The {name} is a full hour in UTC.");
        var hour = UsageRecordId.HourOf(time);
        return daily ? UsageRollUps.Day(hour) : hour;
    }
}
