using System.Globalization;

namespace Azsreg.Portal.Usage;

/// <summary>The days of use a page shows: the last 7, 30 or 90, today included.</summary>
/// <param name="Days">How many.</param>
/// <param name="From">The first day, UTC.</param>
/// <param name="To">The day after the last.</param>
public sealed record UsageDaysChoice(int Days, DateOnly From, DateOnly To)
{
    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<int> Offered { get; } = [7, 30, 90];

    /// <summary>What is shown where nothing was chosen, or something that is not offered.</summary>
    public const int Usual = 30;

    /// <summary>Reads the choice of an address.</summary>
    internal static UsageDaysChoice Read(string? text, TimeProvider clock)
    {
        return Of(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && Offered.Contains(asked) ? asked : Usual, clock);
    }

    /// <summary>The last days, today included.</summary>
    internal static UsageDaysChoice Of(int days, TimeProvider clock)
    {
        var end = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1);
        return new UsageDaysChoice(days, end.AddDays(-days), end);
    }

    /// <summary>Each day, in order.</summary>
    public IEnumerable<DateOnly> Each() => Enumerable.Range(0, Days).Select(From.AddDays);
}
