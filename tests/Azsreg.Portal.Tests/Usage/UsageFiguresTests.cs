using Azsreg.AzureClient;
using Azsreg.Portal.Tests.Shell;
using Azsreg.Portal.Usage;

namespace Azsreg.Portal.Tests.Usage;

public sealed class UsageFiguresTests
{
    private static readonly UsageDaysChoice Days = UsageDaysChoice.Read("7", new ShiftedClock());

    [Fact]
    public void Of_ManySubscriptions_DrawsTwelveAndTheRestAsOne()
    {
        List<StampUsageSum> sums = [.. Enumerable.Range(1, 20).Select(number => new StampUsageSum($"s{number:00}", StampSide.BaseVm, number))];

        var figures = UsageFigures.Of(Days, null, [new StampUsageSum(Today, StampSide.BaseVm, 210)], sums, []);

        figures.BySubscription.Categories.Count.ShouldBe(13);
        figures.BySubscription.Categories[0].ShouldBe("s20");
        figures.BySubscription.Categories[^1].ShouldBe("8 others");
        figures.BySubscription.Series.ShouldHaveSingleItem().Values[^1].ShouldBe(36);
        figures.Subscriptions.ShouldBe(20);
    }

    [Fact]
    public void Of_ASpellingWithoutDashes_IsTheSameMeterAndColour()
    {
        var figures = UsageFigures.Of(
            Days, null, [new StampUsageSum(Today, StampSide.BaseVm, 1), new StampUsageSum(Today, StampSide.BaseVm.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), 2)], [], []);

        figures.ByDay.Series.ShouldHaveSingleItem().Values[^1].ShouldBe(3);
        figures.ByMeter.Series.ShouldHaveSingleItem().ColourIndex.ShouldBe(figures.ByDay.Series[0].ColourIndex);
    }

    [Fact]
    public void Of_ADeletedSubscription_SaysSo()
    {
        var figures = UsageFigures.Of(
            Days, null, [new StampUsageSum(Today, StampSide.BaseVm, 1)], [new StampUsageSum("a", StampSide.BaseVm, 1)],
            [new StampTenantSubscription("a", null, "Fabrikam", false, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)]);

        figures.BySubscription.Categories.ShouldBe(["Fabrikam (deleted)"]);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("90", 90)]
    [InlineData("8", 30)]
    [InlineData("-7", 30)]
    [InlineData("99999999999999", 30)]
    [InlineData(null, 30)]
    public void Read_WhateverIsAsked_IsOneOfThoseOffered(string? text, int days) => UsageDaysChoice.Read(text, new ShiftedClock()).Days.ShouldBe(days);

    private static string Today => Days.To.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
