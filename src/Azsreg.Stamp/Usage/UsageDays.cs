using System.Globalization;
using Azsreg.ArmServer;

namespace Azsreg.Stamp.Usage;

/// <summary>The days of use a request asks for, as days since 1970.</summary>
internal static class UsageDays
{
    /// <summary>Reads <c>from</c> and <c>to</c>.</summary>
    /// <exception cref="Protocol.ArmException">400: one of them is no day, or they are the wrong way round.</exception>
    public static (int First, int End) Read(ArmRequest request)
    {
        var (first, end) = (Day(request, "from"), Day(request, "to"));
        return end > first ? (first, end) : throw UsageErrors.InvalidProperty("to", "it must be a later day than from");
    }

    private static int Day(ArmRequest request, string name) =>
        DateOnly.TryParseExact(request.Query(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and < 9999
            ? day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            : throw UsageErrors.InvalidProperty(name, "it must be a day as yyyy-MM-dd, UTC");
}
