using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>A range of days in UTC.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last.</param>
public sealed record UsageRange(DateOnly From, DateOnly To)
{
    /// <summary>Days a range has where none is given.</summary>
    public const int UsualDays = 30;

    private const int MostDays = 400;

    /// <summary>Start of the first day.</summary>
    public DateTimeOffset Start => new(From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>End of the last day.</summary>
    public DateTimeOffset End => new(To.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Reads what a person gave.</summary>
    /// <param name="from">The first day as <c>yyyy-MM-dd</c>; null is 30 days before the end.</param>
    /// <param name="to">The day after the last; null is the end that is usual.</param>
    /// <param name="usualEnd">The day after the last one that can be asked for.</param>
    /// <exception cref="CataloguedException">Not a day, the wrong way round, or more than 400 days (AZR7006).</exception>
    public static UsageRange Read(string? from, string? to, DateOnly usualEnd)
    {
        var end = to is null ? usualEnd : Day("--to", to);
        var start = from is null ? end.AddDays(-UsualDays) : Day("--from", from);
        return end <= start ? throw Wrong($"--from {start:yyyy-MM-dd} is not before --to {end:yyyy-MM-dd}.")
            : end.DayNumber - start.DayNumber > MostDays ? throw Wrong($"More than {MostDays} days are asked for.")
            : new UsageRange(start, end);
    }

    private static DateOnly Day(string option, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 2000
            ? day
            : throw Wrong($"{option} '{text}' is no day as yyyy-MM-dd.");

    private static CataloguedException Wrong(string detail) => new(ErrorCatalogue.UsageRangeInvalid, detail);
}
