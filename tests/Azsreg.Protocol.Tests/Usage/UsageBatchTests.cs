using System.Text;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Usage;

public sealed class UsageBatchTests
{
    private const string Line =
        """{"id":"2026030117-ID","resourceUri":"/r","meterId":"FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5","subscriptionId":"a1000000-0000-4000-8000-000000000001","location":"redmond","usageHour":"2026-03-01T17:00:00Z","reportedTime":"2026-03-01T18:17:30.000Z","quantity":4,"revision":0}""";

    private static readonly string Good = Line.Replace(
        "2026030117-ID", UsageRecordId.Of("/r", "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", UsageSamples.Hour, 0).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Finish_OneRecord_IsTheDocumentedText()
    {
        var record = UsageSamples.Record();

        var (header, content) = UsageSamples.Batch([record], number: 7);

        UsageSamples.Plain(content).ShouldBe(
            $$"""
            {"version":1,"cloudId":"5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41","activationId":"0193-activation-1","number":7,"count":1,"previous":"0000000000000000000000000000000000000000000000000000000000000000","hash":"{{header.Hash}}"}
            {"id":"{{record.Id}}","resourceUri":"/subscriptions/a1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1","meterId":"FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5","subscriptionId":"a1000000-0000-4000-8000-000000000001","tenantId":"72f988aa-0000-4000-8000-000000000001","location":"redmond","tags":{"env":"prod"},"additionalInfo":{"ServiceType":"Standard_F2s","ImageType":null},"usageHour":"2026-03-01T17:00:00Z","reportedTime":"2026-03-01T18:17:30.000Z","quantity":4,"revision":0}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSameWithTheSameHashes()
    {
        UsageRecord[] records = [.. Enumerable.Range(0, 300).Select(i => UsageSamples.Record(
            $"/subscriptions/a1/r\u00e9s\u20ac\U0001F600\"\\{i % 7}", billionths: i * 12_345_678_901L, revision: i, tags: i % 3 == 0 ? null : $$"""{"k{{i % 5}}":"v\"{{i}}"}"""))];

        var (header, content) = UsageSamples.Batch(records);
        var read = await UsageSamples.ReadAsync(content);

        read.Header.ShouldBe(header);
        read.Refused.ShouldBeEmpty();
        read.Records.ShouldBe(records);
        read.Records.Select(one => one.ContentHash()).ShouldBe(records.Select(one => one.ContentHash()));
    }

    [Theory]
    [InlineData("\"quantity\":4", "\"quantity\":\"4\"", "quantity")]
    [InlineData("\"quantity\":4", "\"quantity\":4e2", "quantity")]
    [InlineData("\"quantity\":4", "\"quantity\":99999999999", "quantity")]
    [InlineData("\"quantity\":4", "\"quantity\":-4", "quantity")]
    [InlineData("\"quantity\":4", "\"quantity\":4,\"quantity\":4", "quantity")]
    [InlineData("\"quantity\":4,", "", "quantity")]
    [InlineData("\"revision\":0", "\"revision\":-1", "revision")]
    [InlineData("\"location\":\"redmond\"", "\"location\":null", "location")]
    [InlineData("\"location\":\"redmond\"", "\"location\":{\"a\":[]}", "location")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"a\\u000ab\"", "location")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"a\\ud800b\"", "location")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"redmond\",\"tags\":{\"a\":[]}", "tags")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"redmond\",\"additionalInfo\":\"x\"", "additionalInfo")]
    [InlineData("a1000000-0000-4000-8000-000000000001", "A1000000-0000-4000-8000-000000000001", "subscriptionId")]
    [InlineData("T18:17:30.000Z", "T18:17:30.000+01:00", "reportedTime")]
    [InlineData("T18:17:30.000Z", "T18:17:30.1234Z", "reportedTime")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"redmond\",\"tags\":{\"a\":\"\\ud800\"}", "tags")]
    [InlineData("\"location\":\"redmond\"", "\"location\":\"redmond\",\"additionalInfo\":{\"\\udc00\":1}", "additionalInfo")]
    [InlineData("\"id\":\"", "\"id\":\"X", "id")]
    [InlineData("\"id\":\"", "\"id\":\"\\ud800", "id")]
    public async Task Read_FieldOutOfBounds_IsARefusalThatNamesIt(string part, string other, string field)
    {
        var read = await UsageSamples.ReadAsync(UsageSamples.Raw(
            UsageSamples.CloudId, UsageSamples.Activation, 1, Good.Replace(part, other, StringComparison.Ordinal), Good.Replace("\"revision\":0", "\"revision\":0,\"new\":[1]", StringComparison.Ordinal)));

        read.Records.Count.ShouldBe(1);
        var refusal = read.Refused.ShouldHaveSingleItem();
        refusal.Code.ShouldBe(UsageRefusalCode.InvalidRecord);
        refusal.Message.ShouldStartWith(field + ":");
        refusal.RecordId.ShouldBe(field == "id" ? "line 1" : Good[7..50]);
    }

    [Theory]
    [InlineData("\"revision\":0", "\"revision\":1")]
    [InlineData("2026-03-01T17:00:00Z", "2026-03-01T16:00:00Z")]
    [InlineData("2026-03-01T17:00:00Z", "2026-03-01T17:00:01Z")]
    [InlineData("\"/r\"", "\"/r2\"")]
    public async Task Read_IdOfAnotherRecord_IsAMismatch(string part, string other)
    {
        var read = await UsageSamples.ReadAsync(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, Good.Replace(part, other, StringComparison.Ordinal)));

        read.Refused.ShouldHaveSingleItem().Code.ShouldBe(UsageRefusalCode.RecordIdMismatch);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("")]
    [InlineData("{\"tags\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}")]
    public async Task Read_LineThatIsNoObject_RefusesTheBatch(string line) => (await Should.ThrowAsync<UsageFormatException>(
        () => UsageSamples.ReadAsync(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, line)))).Code.ShouldBe(UsageBatchFault.Malformed);

    [Fact]
    public async Task Read_RecordAltered_RefusesTheBatch()
    {
        var text = UsageSamples.Plain(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, Good));

        var fault = await Should.ThrowAsync<UsageFormatException>(() => UsageSamples.ReadAsync(UsageSamples.Gzip(text.Replace("redmond", "Redmond", StringComparison.Ordinal))));

        fault.Message.ShouldStartWith("The hash does not fit");
    }

    [Theory]
    [InlineData("\"number\":1", "\"number\":2")]
    [InlineData("0193-activation-1", "0193-activation-2")]
    [InlineData("\"count\":1", "\"count\":0")]
    [InlineData("\"count\":1", "\"count\":2")]
    [InlineData("5b0a7e8d", "5b0a7e8e")]
    [InlineData("\"previous\":\"0", "\"previous\":\"1")]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("\"number\":1", "\"number\":0")]
    [InlineData("\"count\":1,", "")]
    public async Task Read_HeaderAltered_RefusesTheBatch(string part, string other)
    {
        var text = UsageSamples.Plain(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, Good));

        (await Should.ThrowAsync<UsageFormatException>(() => UsageSamples.ReadAsync(UsageSamples.Gzip(text.Replace(part, other, StringComparison.Ordinal)))))
            .Code.ShouldBe(UsageBatchFault.Malformed);
    }

    [Fact]
    public async Task Read_MoreRecordsThanABatchHolds_IsTooLarge()
    {
        var text = UsageSamples.Plain(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, Good)).Replace("\"count\":1", "\"count\":2001", StringComparison.Ordinal);

        (await Should.ThrowAsync<UsageFormatException>(() => UsageSamples.ReadAsync(UsageSamples.Gzip(text)))).Code.ShouldBe(UsageBatchFault.TooLarge);
    }

    // A kilobyte on the wire for each megabyte of blanks or line feeds.
    [Theory]
    [InlineData(' ')]
    [InlineData('\n')]
    public async Task Read_Bomb_IsRefusedWithoutBeingUnpacked(char filler)
    {
        var text = UsageSamples.Plain(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, Good)).Replace("\"count\":1", "\"count\":2000", StringComparison.Ordinal);
        var bomb = new MemoryStream(UsageSamples.Gzip(text + new string(filler, 64 * 1024 * 1024)));

        await Should.ThrowAsync<UsageFormatException>(() => UsageBatchReader.ReadAsync(bomb));

        bomb.Position.ShouldBeLessThan(bomb.Length / 8);
    }

    [Fact]
    public async Task Read_AnyByteOfTheBatchChanged_NeverGivesAnotherBatch()
    {
        var (header, content) = UsageSamples.Batch([.. Enumerable.Range(0, 20).Select(i => UsageSamples.Record("/r" + i))]);

        for (var at = 0; at < content.Length; at++)
        {
            var altered = (byte[])content.Clone();
            altered[at] ^= (byte)(1 << (at % 8));
            try
            {
                // Some bits of gzip's header mean nothing.
                (await UsageSamples.ReadAsync(altered)).Header.ShouldBe(header);
            }
            catch (UsageFormatException)
            {
            }
        }
    }

    [Fact]
    public async Task Read_CutShortAnywhere_IsRefused()
    {
        var (_, content) = UsageSamples.Batch([.. Enumerable.Range(0, 20).Select(i => UsageSamples.Record("/r" + i))]);

        // The last bytes are the end of a block and gzip's own check; without them all lines are there still, and the hash says that they are whole.
        for (var length = 0; length < content.Length - 24; length++)
            await Should.ThrowAsync<UsageFormatException>(() => UsageSamples.ReadAsync(content[..length]));
    }

    [Fact]
    public void Read_AnyText_IsABatchOrANamedFault() => Prop.ForAll<string[]>(lines =>
    {
        try
        {
            UsageSamples.ReadAsync(UsageSamples.Gzip(string.Join('\n', lines.Select(line => line ?? "")))).GetAwaiter().GetResult();
            return false;
        }
        catch (UsageFormatException)
        {
            return true;
        }
    }).CheckSeeded();

    [Fact]
    public void Read_AnyPieceOfARecordLineReplaced_IsARecordARefusalOrANamedFault() => Prop.ForAll<int, int, string>((from, length, text) =>
    {
        var start = Math.Abs(from % Good.Length);
        var end = Math.Min(Good.Length, start + Math.Abs(length % 12));
        var line = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Good[..start] + (text ?? "").ReplaceLineEndings("") + Good[end..]));
        if (line.Contains('\n', StringComparison.Ordinal))
            return true;
        try
        {
            var read = UsageSamples.ReadAsync(UsageSamples.Raw(UsageSamples.CloudId, UsageSamples.Activation, 1, line)).GetAwaiter().GetResult();
            return read.Records.Count + read.Refused.Count == 1 && read.Records.All(one => UsageRecordRules.Check(one) is null);
        }
        catch (UsageFormatException)
        {
            return true;
        }
    }).CheckSeeded(1000);

    [Fact]
    public void TryAdd_FullOfRecords_IsRefused()
    {
        using var writer = new UsageBatchWriter(maxRecords: 2);

        writer.TryAdd(UsageSamples.Record()).ShouldBeTrue();
        writer.TryAdd(UsageSamples.Record(revision: 1)).ShouldBeTrue();
        writer.TryAdd(UsageSamples.Record(revision: 2)).ShouldBeFalse();
    }

    [Fact]
    public async Task TryAdd_LongestRecordsOfRandomText_NeverMakeABatchTooLargeToRead()
    {
        var random = new Random(1);
        using var writer = new UsageBatchWriter();
        for (var i = 0; writer.TryAdd(UsageSamples.Record("/" + new string('\u20ac', 2000) + i, tags: $$"""{"a":"{{Noise(random, 39_000)}}"}""", info: $$"""{"a":"{{Noise(random, 7_900)}}"}""")); i++)
        {
        }

        var (header, content) = writer.Finish(UsageSamples.CloudId, UsageSamples.Activation, 1, UsageBatchHeader.NoPrevious);

        content.Length.ShouldBeLessThan(UsageBatchLimits.MaxCompressedBytes);
        (await UsageSamples.ReadAsync(content)).Records.Count.ShouldBe(header.Count);
    }

    private static string Noise(Random random, int length) =>
        string.Create(length, random, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)source.Next(0x4E00, 0x9FFF);
        });
}
