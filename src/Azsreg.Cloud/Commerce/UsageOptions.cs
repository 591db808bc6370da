namespace Azsreg.Cloud.Commerce;

/// <summary>What usage commerce takes.</summary>
public sealed record UsageOptions
{
    /// <summary>How many months of usage are taken, the running one included; older usage that was not counted before is refused by name. What was counted stays. 1 to 120.</summary>
    /// <value>Default 13: a year and the month it is compared with.</value>
    public int MonthsKept { get; init; } = 13;

    /// <summary>How far ahead of commerce's clock usage may be: a stamp whose clock or time zone is wrong by hours still obeys the law.</summary>
    /// <value>Default one day.</value>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromDays(1);
}
