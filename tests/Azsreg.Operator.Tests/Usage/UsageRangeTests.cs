using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Usage;

public sealed class UsageRangeTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void Read_NothingGiven_IsThirtyDaysToTheUsualEnd() =>
        UsageRange.Read(null, null, Today).ShouldBe(new UsageRange(new DateOnly(2026, 1, 30), Today));

    [Theory]
    [InlineData("2026-02-30", null)]
    [InlineData("yesterday", null)]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("2020-01-01", "2026-03-01")]
    public void Read_NotARange_IsRefused(string from, string? to) =>
        Should.Throw<CataloguedException>(() => UsageRange.Read(from, to, Today)).Entry.Code.ShouldBe("AZR7006");
}
