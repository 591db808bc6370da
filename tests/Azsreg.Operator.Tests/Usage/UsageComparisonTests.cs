using Azsreg.AzureClient;
using Azsreg.Operator.Usage;

namespace Azsreg.Operator.Tests.Usage;

public sealed class UsageComparisonTests
{
    private const string Tenant = "5b000000-0000-4000-8000-00000000000b";
    private const string Meter = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5";

    private static readonly UsageRange Range = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1));

    [Fact]
    public void Compare_SameTotals_IsEqualToTheLastUnit()
    {
        var report = UsageComparison.Compare([Local(0.3m)], [Commerce(0.1m), Commerce(0.2m)], Range, Status());

        report.IsEqual.ShouldBeTrue();
        report.Rows.Single().Explanation.ShouldBeNull();
    }

    [Fact]
    public void Compare_ABillionthIsMissing_Differs()
    {
        var report = UsageComparison.Compare([Local(1.000000001m)], [Commerce(1m)], Range, Status());

        report.IsEqual.ShouldBeFalse();
        report.IsExplained.ShouldBeFalse();
        report.Rows.Single().Difference.ShouldBe(0.000000001m);
    }

    [Fact]
    public void Compare_WhatWaitsIsTheDifference_IsExplained()
    {
        var report = UsageComparison.Compare([Local(5, waiting: 2, waitingRecords: 3)], [Commerce(3)], Range, Status("Behind"));

        report.IsEqual.ShouldBeFalse();
        report.IsExplained.ShouldBeTrue();
        report.Rows.Single().Explanation.ShouldBe("3 records wait to be reported (Behind)");
    }

    [Fact]
    public void Compare_AcknowledgementIsOnItsWay_IsExplained() =>
        UsageComparison.Compare([Local(5, waiting: 5, waitingRecords: 2)], [Commerce(3)], Range, Status("Behind"))
            .Rows.Single().Explanation!.ShouldEndWith("commerce counted a part of it, and the acknowledgement is on its way");

    [Fact]
    public void Compare_Refused_IsExplained() =>
        UsageComparison.Compare([Local(5, refused: 1, refusedRecords: 1)], [Commerce(4)], Range, Status())
            .Rows.Single().Explanation.ShouldBe("commerce refused 1 record");

    [Fact]
    public void Compare_CapacityReportsNothing_IsExplained() =>
        UsageComparison.Compare([Local(5)], [], Range, Status() with { BillingModel = "Capacity" })
            .Rows.Single().Explanation.ShouldBe("the Capacity billing model reports no usage");

    [Theory]
    [InlineData(7, "commerce has more than the stamp")]
    [InlineData(3, "commerce lacks it although it is acknowledged")]
    public void Compare_NothingExplainsIt_SaysSo(int commerce, string words)
    {
        var row = UsageComparison.Compare([Local(5)], [Commerce(commerce)], Range, Status()).Rows.Single();

        row.IsExplained.ShouldBeFalse();
        row.Explanation!.ShouldStartWith(words);
    }

    [Fact]
    public void Compare_OnlyCommerceHasIt_IsARow() =>
        UsageComparison.Compare([], [Commerce(1)], Range, Status()).Rows.Single().Explanation!.ShouldStartWith("commerce has it, the stamp does not");

    [Fact]
    public void Compare_RowWithoutAStampsSubscription_IsNamedAndNotCompared()
    {
        var report = UsageComparison.Compare([Local(1)], [Commerce(1), Commerce(9) with { InstanceData = null, MeterName = "Azure VM" }], Range, Status());

        report.IsEqual.ShouldBeTrue();
        report.Untied.Single().ShouldBe(new UntiedUsage(Meter, "Azure VM", null, 9));
    }

    [Fact]
    public void Compare_OtherSpellingOfTheMeter_IsTheSameMeter() =>
        UsageComparison.Compare([Local(1)], [Commerce(1) with { MeterId = "fab6eb84500b4a09a8ca7358f8bbaea5" }], Range, Status()).Rows.Single().Difference.ShouldBe(0);

    [Fact]
    public void Compare_UsageOfAnotherDay_IsLeftOut() =>
        UsageComparison.Compare([], [Commerce(1) with { UsageStartTime = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) }], Range, Status()).Rows.ShouldBeEmpty();

    private static StampUsageTotal Local(decimal quantity, decimal waiting = 0, long waitingRecords = 0, decimal refused = 0, long refusedRecords = 0) =>
        new("2026-11-21", Tenant, Meter, 5, quantity, waitingRecords, waiting, refusedRecords, refused);

    private static UsageSample Commerce(decimal quantity) => new(
        "8f2a0000-0000-4000-8000-000000000a90", Meter, new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero), quantity, null, null, null,
        """{"Microsoft.Resources":{"resourceUri":"/subscriptions/x","additionalInfo":{"azureStackSubscriptionId":"5b000000-0000-4000-8000-00000000000b"}}}""");

    private static StampUsageStatus Status(string state = "UpToDate") => new()
    {
        State = state, CloudId = "c", BillingModel = "PayAsYouUse", WaitingRecords = 0, RefusedRecords = 0, LastBatchNumber = 1,
    };
}
