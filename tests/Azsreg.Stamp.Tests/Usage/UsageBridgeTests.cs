using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tests.Fakes;
using Azsreg.Stamp.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Usage;

/// <summary>The law "no record twice, none missing", against a commerce over TLS that keeps it and a way there that does not.</summary>
public sealed class UsageBridgeTests
{
    [Fact]
    public async Task Send_Registered_ArrivesUnderTheActivationInTheDocumentedPlace()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();

        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        var status = await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(3);
        var (path, header) = stamp.Azure.Commerce.Batches.Single();
        path.ShouldBe($"/usage{status.Activation!.RegistrationId}/activations/{status.Activation.ActivationId}/usageBatches/1");
        header.CloudId.ShouldBe(stamp.Facts.CloudId.ToString());
        header.Previous.ShouldBe(new string('0', 64));
        stamp.Azure.TokenRequests.Last().ShouldContain("client_credentials");
    }

    [Fact]
    public async Task Send_Acknowledged_IsTheLastContactWithAzure()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Report(stamp));
        var status = await UsageRig.UntilAsync(stamp, found => found.Progress.AcknowledgedAt is not null);

        var location = await stamp.ReadAsync($"{stamp.Provider}/resourceGroups/System.local/providers/Microsoft.Fabric.Admin/fabricLocations/local", "2022-03-01");

        Timestamp.Parse(location["properties"]!["lastAzureContact"]!.GetValue<string>()).ShouldBe(status.Progress.AcknowledgedAt!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Send_NotRegisteredForLong_IsKeptAndSentOnceRegistered()
    {
        await using var stamp = await TestStamp.StartAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 50));
        (await UsageRig.StatusAsync(stamp)).State.ShouldBe(UsageBridgeState.NotRegistered);

        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        await UsageRig.RegisterAsync(stamp);
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Send_ReportingOff_IsKeptAndSentOnceOn()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync(key => key with { UsageReportingEnabled = false, BillingModel = "Development" });
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 5));
        (await UsageRig.StatusAsync(stamp)).State.ShouldBe(UsageBridgeState.Off);
        stamp.Azure.Commerce.Batches.ShouldBeEmpty();

        await UsageRig.RegisterAsync(stamp, key => key with { UsageReportingEnabled = true, BillingModel = "Development" });
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Send_AnswerLost_CountsOnce()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.AnswersToLose = 1;

        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 4));
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(4);
        stamp.Azure.Commerce.Batches.Count.ShouldBe(2);
        stamp.Azure.Commerce.Batches.Select(batch => batch.Header.Hash).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Send_AnswerLostAndThenRegisteredAnew_CountsOnceUnderAnotherActivation()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.AnswersToLose = int.MaxValue;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 4));
        await UsageRig.UntilAsync(stamp, status => status.Progress.FailedAt is not null);

        await UsageRig.DeactivateAsync(stamp);
        stamp.Azure.Commerce.AnswersToLose = 0;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 4, hoursAgo: 2));
        await UsageRig.RegisterAsync(stamp, key => key with { SubscriptionId = "8f2a0000-0000-4000-8000-000000000b11" });
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(8);
        stamp.Azure.Commerce.Repeated.ShouldBe(4);
        stamp.Azure.Commerce.Batches.Select(batch => batch.Header.ActivationId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Send_OneRecordRefused_StandsAsideWithAnAlertAndTheRestGoesOn()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Judge = record => record.ResourceUri.EndsWith("vm2", StringComparison.Ordinal)
            ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.UsageTooOld, "Older than the oldest month.") : null;

        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        var status = await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(2);
        status.Backlog.Refused.ShouldBe(1);
        (await UsageRig.UntilAlertAsync(stamp, UsageAlerts.RecordsRefused)).Description[0].Text.ShouldBe(
            "Azure refused 1 usage records by name. They are kept apart; all others were reported.");
    }

    [Fact]
    public async Task Send_BatchRefusedAsAWhole_FindsTheRecordAndSendsTheRest()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.JudgeBatch = batch => batch.Records.Any(record => record.ResourceUri.EndsWith("vm3", StringComparison.Ordinal)) ? UsageBatchFault.Malformed : null;

        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 7));
        var status = await UsageRig.UntilAsync(stamp, found => found is { State: UsageBridgeState.UpToDate, Backlog.Refused: 1 });

        stamp.Azure.Commerce.Count.ShouldBe(6);
        status.Backlog.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Send_CommerceBusy_WaitsAsLongAsItAsks()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Fault = (429, "SubscriptionRequestsThrottled");
        stamp.Azure.Commerce.RetryAfter = 600;

        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2));
        var status = await UsageRig.UntilAsync(stamp, found => found.Progress.FailedAt is not null);

        status.State.ShouldBe(UsageBridgeState.Behind);
        status.Backlog.Waiting.ShouldBe(2);
        (status.Progress.RetryAt - status.Progress.FailedAt)!.Value.TotalSeconds.ShouldBeInRange(600, 601);
    }

    [Fact]
    public async Task Send_CommerceRefuses_IsRefusedWithAnAlertUntilRegisteredAgain()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Fault = (404, UsageBatchFault.RegistrationNotFound);
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2));
        var status = await UsageRig.UntilAsync(stamp, found => found.State == UsageBridgeState.Refused);
        status.Progress.Code.ShouldBe("RegistrationNotFound");
        await UsageRig.UntilAlertAsync(stamp, UsageAlerts.Refused);

        stamp.Azure.Commerce.Fault = null;
        await UsageRig.RegisterAsync(stamp, key => key with { RegistrationName = "other" });
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(2);
        await UsageRig.UntilNoAlertAsync(stamp);
    }

    [Fact]
    public async Task Send_NumberTakenByAnEarlierLife_NumbersAnewAndCountsOnce()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        var backup = stamp.Folder + "-backup";
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2));
        await stamp.StopAsync();
        CopyDatabase(stamp.Folder, backup);
        await stamp.StartAgainAsync();
        await UsageRig.UntilUpToDateAsync(stamp);
        await UsageRig.ReportAsync(stamp, UsageRig.Report(stamp, number: 3));
        await UsageRig.UntilUpToDateAsync(stamp);

        await stamp.StopAsync();
        CopyDatabase(backup, stamp.Folder);
        await stamp.StartAgainAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Report(stamp, number: 4), UsageRig.Report(stamp, number: 5));
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Send_AfterALongOutage_SendsTheNewestHourBeforeTheBacklogIsDone()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.Fault = (503, "ServiceUnavailable");
        await UsageRig.ReportAsync(stamp, [.. Enumerable.Range(2, 5).SelectMany(hoursAgo => UsageRig.Reports(stamp, 2000, hoursAgo))]);
        await UsageRig.UntilAsync(stamp, status => status.Progress.FailedAt is not null);
        stamp.Clock.Advance(TimeSpan.FromHours(3));
        await UsageRig.ReportAsync(stamp, UsageRig.Report(stamp, number: 1, hoursAgo: 1));

        stamp.Azure.Commerce.Fault = null;
        await UsageRig.RegisterAsync(stamp, key => key with { AgreementNumber = "wakes the bridge" });
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(10_001);
        var sent = stamp.Azure.Commerce.Batches.ToArray();
        var newest = stamp.Azure.Commerce.Records.Keys.Max(StringComparer.Ordinal)!;
        stamp.Azure.Commerce.BatchOf(newest).ShouldBeLessThan(sent.Max(batch => batch.Header.Number) - 1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Send_ClockOfTheStampWrongByHours_CountsEachRecordOnceWhenItIsRight(int hours)
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        var commerce = stamp.Azure.Commerce;
        stamp.Clock.Advance(TimeSpan.FromHours(hours));
        commerce.Now = () => TimeProvider.System.GetUtcNow();
        commerce.Judge = record => record.UsageHour > commerce.Now()
            ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.UsageInFuture, "Ahead.") : null;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        await UsageRig.UntilAsync(stamp, status => status.Backlog.Waiting == 0);
        var ahead = (await UsageRig.StatusAsync(stamp)).Backlog.Refused;
        ahead.ShouldBe(hours > 0 ? 3 : 0);

        // Both clocks go on; the hours that were ahead come.
        stamp.Clock.Advance(TimeSpan.FromHours(-hours));
        commerce.Now = () => TimeProvider.System.GetUtcNow().AddHours(6);
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3, hoursAgo: 2));
        await UsageRig.UntilAsync(stamp, status => status.Backlog is { Waiting: 0, Refused: 0 });

        commerce.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Refused_AheadOfCommerceAndNothingElseIsSent_IsSentAgainWhenItsHourHasCome()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        var commerce = stamp.Azure.Commerce;
        commerce.Judge = record => record.UsageHour > commerce.Now() ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.UsageInFuture, "Ahead.") : null;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2, hoursAgo: -30));
        await UsageRig.UntilAsync(stamp, status => status.Backlog is { Waiting: 0, Refused: 2 });

        stamp.Clock.Advance(TimeSpan.FromHours(32));

        // The bridge looks every minute of the machine's own time; here it is woken at each look.
        var signal = stamp.Services.GetRequiredService<UsageSignal>();
        await UsageRig.UntilAsync(stamp, status =>
        {
            signal.RecordsCame();
            return status.Backlog is { Waiting: 0, Refused: 0 };
        });
        commerce.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Stop_BetweenSendingAndAcknowledging_SendsTheSameBytesAgain()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        stamp.Azure.Commerce.AnswersToLose = int.MaxValue;
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 6));
        await UsageRig.UntilAsync(stamp, status => status.Progress.FailedAt is not null);

        await stamp.StopAsync();
        stamp.Azure.Commerce.AnswersToLose = 0;
        await stamp.StartAgainAsync();
        await UsageRig.UntilUpToDateAsync(stamp);

        stamp.Azure.Commerce.Count.ShouldBe(6);
        stamp.Azure.Commerce.Batches.Select(batch => batch.Header.Hash).Distinct().Count().ShouldBe(1);
    }

    private static void CopyDatabase(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var old in Directory.GetFiles(to, "stamp.db*"))
            File.Delete(old);
        foreach (var file in Directory.GetFiles(from, "stamp.db*"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
