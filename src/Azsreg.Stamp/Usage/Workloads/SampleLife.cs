namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>
/// Where something that is made, lives and is deleted, over and over, stands at an hour. Told from the hour alone, so that a workload needs no
/// memory and fills the gap after any pause.
/// </summary>
/// <param name="Generation">Which of the things that follow each other it is.</param>
/// <param name="Age">Hours since it was made.</param>
/// <param name="Length">Hours from its making to its deletion.</param>
internal readonly record struct SampleLife(long Generation, int Age, int Length)
{
    public bool IsThere => Age < Length;

    /// <summary>0 when made, near 1 at its end.</summary>
    public decimal Grown => (decimal)Age / Length;

    /// <param name="dice">The dice of the place the things are in.</param>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="shortest">The least days from one's making to the next one's.</param>
    /// <param name="spread">How many days it may be more, at least 1.</param>
    public static SampleLife At(SampleDice dice, long hour, int shortest, int spread)
    {
        var period = 24 * (shortest + dice.At(1).Below(spread));
        var shifted = hour + dice.At(2).Below(period);
        var generation = shifted / period;
        // Some stay until the next one is made, some are gone after six tenths of the time.
        var length = period * (6 + dice.At(3).At(generation).Below(5)) / 10;
        return new SampleLife(generation, (int)(shifted % period), length);
    }
}
