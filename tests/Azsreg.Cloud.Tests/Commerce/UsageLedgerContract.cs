using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Commerce;

/// <summary>The law of usage, the same on every engine: no record twice, none missing, sums equal to the last unit.</summary>
public abstract class UsageLedgerContract : IAsyncLifetime
{
    private static readonly ArmResourceId Moved = ArmResourceId.Registration(UsageBench.OtherSubscription, "azurestack", "two");

    protected SqlDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        Database?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A database no other test writes to.</summary>
    protected abstract ValueTask<SqlDatabase> OpenAsync();

    [Fact]
    public async Task Take_NewRecords_AreCountedOnce()
    {
        var bench = await UsageBench.CreateAsync(Database);

        var answer = await bench.TakeAsync([bench.Record(), bench.Record("/r2"), bench.Record(revision: 1, billionths: -1)]);

        (answer.Accepted, answer.Repeated, answer.NotReported, answer.Refused.Count).ShouldBe((3, 0, 0, 0));
        (await bench.TotalAsync()).ShouldBe(2.000000001m);
        (await bench.RecordsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Take_SameBatchAgain_GetsTheSameAnswerByteForByte()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var batch = await bench.BatchAsync([bench.Record(), bench.Record("/r2")]);

        var first = await bench.Ledger.TakeAsync(UsageBench.Registration, Tokens.ObjectId, batch, default);
        bench.Clock.Now += TimeSpan.FromDays(3);
        var second = await bench.NewReplica().TakeAsync(UsageBench.Registration, Tokens.ObjectId, batch, default);

        second.ShouldBe(first);
        (await bench.TotalAsync()).ShouldBe(2.000000002m);
    }

    [Fact]
    public async Task Take_SameBatchAtOnceOnTwoReplicas_GetsOneAnswer()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var replicas = new[] { bench.Ledger, bench.NewReplica() };
        var batch = await bench.BatchAsync([.. Enumerable.Range(0, 50).Select(i => bench.Record($"/r{i}"))]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => replicas[i % 2].TakeAsync(UsageBench.Registration, Tokens.ObjectId, batch, default))));

        answers.Distinct().ShouldHaveSingleItem();
        (await bench.RecordsAsync()).ShouldBe(50);
    }

    [Fact]
    public async Task Take_OverlappingBatchesAtOnce_CountEachRecordOnce()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var records = Enumerable.Range(0, 120).Select(i => bench.Record($"/r{i}")).ToArray();
        var batches = new List<UsageBatch>();
        for (var number = 0; number < 6; number++)
            batches.Add(await bench.BatchAsync([.. records.Skip(number * 12).Take(60)], number + 1));

        var answers = await Task.WhenAll(batches.Select(batch => Task.Run(async () =>
            UsageBench.Read(await bench.NewReplica().TakeAsync(UsageBench.Registration, Tokens.ObjectId, batch, default)))));

        answers.Sum(answer => answer.Accepted).ShouldBe(120);
        answers.Sum(answer => answer.Repeated).ShouldBe((6 * 60) - 120);
        (await bench.TotalAsync()).ShouldBe(120 * 1.000000001m);
    }

    [Fact]
    public async Task Take_SameIdOtherContent_IsRefusedByNameAndTheRestIsCounted()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync([bench.Record()]);

        var answer = await bench.TakeAsync([bench.Record(billionths: 2), bench.Record("/r2"), bench.Record("/r3"), bench.Record("/r3", billionths: 5)], number: 2);

        (answer.Accepted, answer.Repeated).ShouldBe((2, 0));
        answer.Refused.Select(one => (one.RecordId, one.Code)).ShouldBe(
            [(bench.Record("/r3").Id.ToString(), UsageRefusalCode.ContentConflict), (bench.Record().Id.ToString(), UsageRefusalCode.ContentConflict)], ignoreOrder: true);
        (await bench.TotalAsync()).ShouldBe(3.000000003m);
    }

    [Fact]
    public async Task Take_SameNumberOtherBatch_IsAConflictAndChangesNothing()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync([bench.Record()]);

        var refused = await Should.ThrowAsync<ArmException>(() => bench.TakeAsync([bench.Record("/r2")]));

        (refused.StatusCode, refused.Error.Code).ShouldBe((409, UsageBatchFault.NumberConflict));
        (await bench.RecordsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Take_RefusalsOfTheReader_AreInTheAnswer()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var batch = await bench.BatchAsync([bench.Record()]);

        var answer = UsageBench.Read(await bench.Ledger.TakeAsync(
            UsageBench.Registration, Tokens.ObjectId, batch with { Refused = [new UsageRefusal("line 2", UsageRefusalCode.InvalidRecord, "id: It is missing.")] }, default));

        answer.Accepted.ShouldBe(1);
        answer.Refused.ShouldHaveSingleItem().RecordId.ShouldBe("line 2");
    }

    [Fact]
    public async Task Take_MonthTooOld_IsRefusedByName()
    {
        var bench = await UsageBench.CreateAsync(Database);
        // On 22 November 2026 with 13 months, November 2025 is the oldest.
        var oldest = new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

        var answer = await bench.TakeAsync([bench.Record(hour: oldest), bench.Record(hour: oldest.AddHours(-1))]);

        answer.Accepted.ShouldBe(1);
        answer.Refused.ShouldHaveSingleItem().Code.ShouldBe(UsageRefusalCode.UsageTooOld);
    }

    [Fact]
    public async Task Take_CountedInTimeAndSentAgainWhenTooOld_IsARepeat()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var record = bench.Record();
        await bench.TakeAsync([record]);
        bench.Clock.Now += TimeSpan.FromDays(500);

        var answer = await bench.TakeAsync([record], number: 2);

        (answer.Accepted, answer.Repeated, answer.Refused.Count).ShouldBe((0, 1, 0));
    }

    [Fact]
    public async Task Take_ClockOfTheStampAheadByHours_IsCountedAndByDaysIsRefused()
    {
        var bench = await UsageBench.CreateAsync(Database);

        var answer = await bench.TakeAsync([bench.Record(hour: bench.Hour.AddHours(14)), bench.Record(hour: bench.Hour.AddHours(-14)), bench.Record(hour: bench.Hour.AddDays(2))]);

        answer.Accepted.ShouldBe(2);
        answer.Refused.ShouldHaveSingleItem().Code.ShouldBe(UsageRefusalCode.UsageInFuture);
    }

    [Fact]
    public async Task Take_ClockOfCommerceBackByHours_CountsOnce()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var records = new[] { bench.Record(), bench.Record("/r2") };
        await bench.TakeAsync(records);
        bench.Clock.Now += TimeSpan.FromHours(-11);

        var answer = await bench.TakeAsync([.. records, bench.Record("/r3", hour: bench.Hour)], number: 2);

        (answer.Accepted, answer.Repeated).ShouldBe((1, 2));
        bench.Clock.Now += TimeSpan.FromHours(11);
        (await bench.TotalAsync()).ShouldBe(3.000000003m);
    }

    [Fact]
    public async Task Take_ReregisteredInAnotherSubscription_CountsOnceAndGoesByWhatWasRegisteredWhen()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var (before, late) = (bench.Record(hour: bench.Hour.AddHours(1)), bench.Record("/late", hour: bench.Hour.AddHours(1)));
        bench.Clock.Now += TimeSpan.FromHours(2);
        await bench.TakeAsync([before]);
        // The acknowledgement is lost; then the stamp moves.
        bench.Clock.Now += TimeSpan.FromHours(1);
        await bench.Registrations.DeleteAsync(UsageBench.Registration, null, default);
        bench.Clock.Now += TimeSpan.FromHours(1);
        var between = bench.Record("/between", hour: bench.Hour.AddHours(-1));
        await bench.RegisterAsync(Moved);
        bench.Clock.Now += TimeSpan.FromHours(1);

        var answer = await bench.TakeAsync([before, late, between, bench.Record("/after")], activation: "a2", registration: Moved);

        (answer.Accepted, answer.Repeated).ShouldBe((3, 1));
        (await bench.TotalAsync(UsageBench.Subscription)).ShouldBe(2 * 1.000000001m);
        (await bench.TotalAsync(UsageBench.OtherSubscription)).ShouldBe(2 * 1.000000001m);
    }

    [Fact]
    public async Task Take_RegistrationDeleted_IsNotFound()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.Registrations.DeleteAsync(UsageBench.Registration, null, default);

        var refused = await Should.ThrowAsync<ArmException>(() => bench.TakeAsync([bench.Record()]));

        (refused.StatusCode, refused.Error.Code).ShouldBe((404, UsageBatchFault.RegistrationNotFound));
    }

    [Fact]
    public async Task Take_BatchOfAnotherStamp_IsRefused()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var other = await UsageBench.CreateAsync(Database, "Development", ArmResourceId.Registration(UsageBench.Subscription, "azurestack", "another"));

        var refused = await Should.ThrowAsync<ArmException>(async () => await bench.Ledger.TakeAsync(
            UsageBench.Registration, Tokens.ObjectId, await other.BatchAsync([other.Record()]), default));

        (refused.StatusCode, refused.Error.Code).ShouldBe((403, UsageBatchFault.ForAnotherStamp));
    }

    [Fact]
    public async Task Take_AnotherPrincipal_IsRefused()
    {
        var bench = await UsageBench.CreateAsync(Database);

        var refused = await Should.ThrowAsync<ArmException>(async () => await bench.Ledger.TakeAsync(
            UsageBench.Registration, Guid.NewGuid().ToString(), await bench.BatchAsync([bench.Record()]), default));

        (refused.StatusCode, refused.Error.Code).ShouldBe((403, "AuthorizationFailed"));
    }

    [Fact]
    public async Task Take_CapacityFromAnHourOn_ReportsNothingOfThatTimeAndSaysSo()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.SetPeriodsAsync(("Development", bench.Hour.AddDays(-9)), ("Capacity", bench.Hour.AddHours(-5)));

        var answer = await bench.TakeAsync([bench.Record(hour: bench.Hour.AddHours(-6)), bench.Record(hour: bench.Hour.AddHours(-5)), bench.Record()]);

        (answer.Accepted, answer.NotReported).ShouldBe((1, 2));
        (await bench.RecordsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Take_TenantMapped_IsBilledToItsSubscriptionAndOthersToTheRegistrations()
    {
        var bench = await UsageBench.CreateAsync(Database, "PayAsYouUse");
        await bench.MapAsync(UsageBench.OtherSubscription);
        bench.Clock.Now += TimeSpan.FromHours(1);

        await bench.TakeAsync([bench.Record(tenant: bench.Mapped), bench.Record("/r2", tenant: Guid.NewGuid()), bench.Record("/r3")]);

        (await bench.TotalAsync(UsageBench.OtherSubscription)).ShouldBe(1.000000001m);
        (await bench.TotalAsync(UsageBench.Subscription)).ShouldBe(2.000000002m);
    }

    [Fact]
    public async Task Take_TenantMappedAndUnmappedBetween_GoesByTheHourOfUse()
    {
        var bench = await UsageBench.CreateAsync(Database, "PayAsYouUse");
        var (before, mapped, after) = (bench.Hour.AddHours(1), bench.Hour.AddHours(3), bench.Hour.AddHours(5));
        bench.Clock.Now = before.AddMinutes(30);
        await bench.MapAsync(UsageBench.OtherSubscription);
        bench.Clock.Now = after.AddMinutes(-30);
        await bench.UnmapAsync(UsageBench.OtherSubscription);
        bench.Clock.Now = after.AddDays(20);

        // All of it arrives weeks later. The hour that ran at the change is still the former payer's.
        await bench.TakeAsync([
            bench.Record(hour: before, tenant: bench.Mapped), bench.Record(hour: mapped, tenant: bench.Mapped), bench.Record(hour: mapped.AddHours(1), tenant: bench.Mapped),
            bench.Record(hour: after, tenant: bench.Mapped)]);

        (await bench.TotalAsync(UsageBench.OtherSubscription)).ShouldBe(2.000000002m);
        (await bench.TotalAsync(UsageBench.Subscription)).ShouldBe(2.000000002m);
    }

    [Fact]
    public async Task Take_TenantMappedToAnotherSubscription_EachPaysItsHours()
    {
        var bench = await UsageBench.CreateAsync(Database, "PayAsYouUse");
        await bench.MapAsync(UsageBench.OtherSubscription);
        bench.Clock.Now = bench.Hour.AddHours(2.5);
        var first = bench.Hour;
        await bench.MapAsync(UsageBench.ThirdSubscription);
        // Mapped so already: nothing begins anew.
        bench.Clock.Now += TimeSpan.FromHours(2);
        await bench.MapAsync(UsageBench.ThirdSubscription);

        await bench.TakeAsync([bench.Record(hour: first, tenant: bench.Mapped), bench.Record("/r2", hour: first.AddHours(1), tenant: bench.Mapped), bench.Record("/r3", tenant: bench.Mapped)]);

        (await bench.TotalAsync(UsageBench.OtherSubscription)).ShouldBe(1.000000001m);
        (await bench.TotalAsync(UsageBench.ThirdSubscription)).ShouldBe(2.000000002m);
    }

    [Fact]
    public async Task Take_RegistrationMovedAfterItsCustomersHour_StillBillsTheCustomer()
    {
        var bench = await UsageBench.CreateAsync(Database, "PayAsYouUse");
        await bench.MapAsync(UsageBench.ThirdSubscription);
        bench.Clock.Now += TimeSpan.FromHours(3);
        var late = bench.Record(hour: bench.Hour.AddHours(-1), tenant: bench.Mapped);
        await bench.Registrations.DeleteAsync(UsageBench.Registration, null, default);
        await bench.RegisterAsync(Moved, "PayAsYouUse");
        bench.Clock.Now += TimeSpan.FromHours(2);

        await bench.TakeAsync([late, bench.Record("/new", tenant: bench.Mapped)], activation: "a2", registration: Moved);

        (await bench.TotalAsync(UsageBench.ThirdSubscription)).ShouldBe(1.000000001m);
        (await bench.TotalAsync(UsageBench.OtherSubscription)).ShouldBe(1.000000001m);
    }

    [Fact]
    public async Task Take_TotalBeyondTheRange_RefusesWhatDoesNotFitAndCountsTheRest()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync([bench.Record("/big", billionths: UsageTotals.Largest - 10)]);

        var answer = await bench.TakeAsync([bench.Record("/a", billionths: 6), bench.Record("/b", billionths: 6), bench.Record("/c", hour: bench.Hour.AddDays(-1))], number: 2);

        answer.Accepted.ShouldBe(2);
        answer.Refused.ShouldHaveSingleItem().Code.ShouldBe(UsageRefusalCode.QuantityOverflow);
        (await bench.RecordsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Take_ChangeOfMonth_RollsUpByTheDayOfUse()
    {
        var bench = await UsageBench.CreateAsync(Database);
        bench.Clock.Now = new DateTimeOffset(2026, 12, 1, 0, 30, 0, TimeSpan.Zero);
        var midnight = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        await bench.TakeAsync([bench.Record(hour: midnight.AddHours(-1)), bench.Record(hour: midnight), bench.Record(hour: midnight, revision: 1, billionths: 5)]);

        var day = UsageRollUps.Day(UsageRecordId.HourOf(midnight));
        var rows = await bench.Reader.ByMeterAsync(UsageBench.Subscription, new UsageRange(true, day, day + 1, false), null, 10, default);
        rows.Select(row => (row.Used, row.Quantity)).ShouldBe([(day - 1, 1.000000001m), (day, 1.000000006m)]);
    }

    // Whatever the order, the repetition and the overlap: the sums are those of the set.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Take_RandomOrderRepetitionRevisionsAndConflicts_SumsAreThoseOfTheSet(int seed)
    {
        var random = new Random(seed);
        var bench = await UsageBench.CreateAsync(Database);
        var records = new List<UsageRecord>();
        for (var i = 0; i < 300; i++)
        {
            records.Add(bench.Record(
                $"/r{i % 40}", random.NextInt64(1, 5_000_000_000), revision: i / 40, hour: bench.Hour.AddHours(-random.Next(0, 1500)),
                meter: UsageMeters.All[i % 7].Id));
        }

        records = [.. records.DistinctBy(record => record.Id)];
        var batches = new List<UsageBatch>();
        for (var number = 1; number <= 30; number++)
        {
            var mixed = number <= 10 ? records.Skip((number - 1) * records.Count / 10).Take((records.Count / 10) + 10) : records.OrderBy(_ => random.Next()).Take(random.Next(1, 60));
            batches.Add(await bench.BatchAsync([.. mixed], number, $"a{number % 3}"));
        }

        var counted = 0;
        foreach (var batch in batches.Concat(batches.Take(8)).OrderBy(_ => random.Next()))
        {
            var former = await bench.RecordsAsync();
            await bench.NewReplica().TakeAsync(UsageBench.Registration, Tokens.ObjectId, batch, default);
            counted += (int)(await bench.RecordsAsync() - former);
        }

        var conflict = await bench.TakeAsync(records.Take(20).Select(record => record with { Location = "elsewhere" }), 99);

        conflict.Refused.Count.ShouldBe(20);
        counted.ShouldBe(records.Count);
        (await bench.TotalAsync()).ShouldBe(records.Sum(record => record.Quantity.Value));
    }

    [Fact]
    public async Task ByResource_PagesOfAnySize_AreTheWholeListOnce()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync(Enumerable.Range(0, 90).Select(i =>
            bench.Record($"/R{i % 11}", meter: UsageMeters.All[i % 3].Id, hour: bench.Hour.AddHours(-i), revision: i % 2)));
        var day = UsageRollUps.Day(UsageRecordId.HourOf(bench.Clock.Now));
        foreach (var range in new[] { new UsageRange(true, 0, day + 1, true), new UsageRange(false, 0, (day + 1) * 24, true), new UsageRange(true, 0, day + 1, false) })
        {
            var whole = await ReadAsync(bench, range, null, 1000);
            var paged = new List<UsageAggregate>();
            while (await ReadAsync(bench, range, paged.Count == 0 ? null : UsagePlace.Of(paged[^1]), 7) is { Count: > 0 } page)
                paged.AddRange(page);

            paged.ShouldBe(whole);
            whole.Sum(row => row.Quantity).ShouldBe(90 * 1.000000001m);
        }
    }

    private static Task<IReadOnlyList<UsageAggregate>> ReadAsync(UsageBench bench, UsageRange range, UsagePlace? after, int count) => range.Details
        ? bench.Reader.ByResourceAsync(UsageBench.Subscription, range, after, count, default)
        : bench.Reader.ByMeterAsync(UsageBench.Subscription, range, after, count, default);
}
