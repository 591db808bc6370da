namespace Azsreg.Operator.Usage;

/// <summary>A subscription's use of a meter on a day, by the stamp and by commerce.</summary>
/// <param name="Day">The day of use, as <c>yyyy-MM-dd</c>.</param>
/// <param name="SubscriptionId">The tenant's subscription on the stamp.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="MeterName">Its name; null where nobody knows it.</param>
/// <param name="Unit">Its unit; null where nobody knows it.</param>
/// <param name="Local">What the stamp has.</param>
/// <param name="Commerce">What commerce has.</param>
/// <param name="Explanation">What explains the difference; null where there is none.</param>
/// <param name="IsExplained">True where they are equal, or what waits or was refused is the whole difference.</param>
public sealed record UsageComparisonRow(
    string Day, string SubscriptionId, string MeterId, string? MeterName, string? Unit, decimal Local, decimal Commerce, string? Explanation, bool IsExplained)
{
    /// <summary>What commerce lacks; below zero where it has more.</summary>
    public decimal Difference => Local - Commerce;
}
