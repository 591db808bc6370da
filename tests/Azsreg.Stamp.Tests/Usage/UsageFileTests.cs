using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Azsreg.Stamp.Tests.Fakes;
using Azsreg.Stamp.Usage;

namespace Azsreg.Stamp.Tests.Usage;

/// <summary>Usage that leaves as a file, over the stamp's own socket.</summary>
public sealed class UsageFileTests
{
    [Fact]
    public async Task Export_Disconnected_IsWholeSignedByTheStampAndHoldsWhatWaits()
    {
        await using var stamp = await StartDisconnectedAsync();
        await UsageRig.ReportAsync(stamp, [.. UsageRig.Reports(stamp, 1500), .. UsageRig.Reports(stamp, 1500, hoursAgo: 2)]);
        (await UsageRig.StatusAsync(stamp)).State.ShouldBe(UsageBridgeState.Disconnected);

        var exported = await ExportAsync(stamp);

        var records = new List<UsageRecord>();
        var file = await UsageFileReader.ReadBatchesAsync(new MemoryStream(ContentOf(exported)), (batch, _) =>
        {
            records.AddRange(batch.Records);
            return Task.CompletedTask;
        });
        file.Header.Number.ShouldBe(1);
        file.Header.CloudId.ShouldBe(stamp.Facts.CloudId.ToString());
        file.Header.Previous.ShouldBe(UsageBatchHeader.NoPrevious);
        file.Seal.Hash.ShouldBe(exported["hash"]!.GetValue<string>());
        exported["records"]!.GetValue<long>().ShouldBe(3000);
        exported["left"]!.GetValue<long>().ShouldBe(0);
        records.Select(record => record.Id).Distinct().Count().ShouldBe(3000);
    }

    [Fact]
    public async Task Export_Again_HasNothingNewAndGivesALostFileByteForByte()
    {
        await using var stamp = await StartDisconnectedAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 10));
        var first = ContentOf(await ExportAsync(stamp));

        using var again = await SendAsync(stamp, "exportUsageBatches", new JsonObject());

        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestStamp.ErrorOfAsync(again)).ShouldBe(("NoUsageToExport", "Nothing new waits. File 1 is not acknowledged yet; it can be written again by its number."));
        ContentOf(await ExportAsync(stamp, number: 1)).ShouldBe(first);
    }

    [Fact]
    public async Task Export_NextFile_NamesTheHashOfTheOneBefore()
    {
        await using var stamp = await StartDisconnectedAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3));
        var first = await ExportAsync(stamp);
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 3, hoursAgo: 2));

        var second = await UsageFileReader.ReadBatchesAsync(new MemoryStream(ContentOf(await ExportAsync(stamp))));

        second.Header.Number.ShouldBe(2);
        second.Header.Previous.ShouldBe(first["hash"]!.GetValue<string>());
    }

    [Fact]
    public async Task Import_Acknowledgement_EndsWhatWasTakenAndSetsRefusedAside()
    {
        await using var stamp = await StartDisconnectedAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 5));
        var content = ContentOf(await ExportAsync(stamp));

        var acknowledgement = await AcknowledgeAsync(content, refuse: 1);
        var told = await ReadAsync(await SendAsync(stamp, "importUsageAcknowledgement", Body(acknowledgement)));
        var repeated = await ReadAsync(await SendAsync(stamp, "importUsageAcknowledgement", Body(acknowledgement)));

        told["accepted"]!.GetValue<long>().ShouldBe(4);
        told["refused"]!.GetValue<long>().ShouldBe(1);
        told["left"]!.GetValue<long>().ShouldBe(0);
        repeated["left"]!.GetValue<long>().ShouldBe(0);
        (await UsageRig.StatusAsync(stamp)).Backlog.ShouldBe(new UsageBacklog(0, null, 1, 1));
    }

    [Theory]
    [InlineData("altered", "UsageFileUnreadable")]
    [InlineData("signer", "UsageFileNotTrusted")]
    [InlineData("stamp", "UsageFileForAnotherStamp")]
    [InlineData("file", "UsageFileUnknown")]
    [InlineData("text", "UsageFileUnreadable")]
    [InlineData("own", "UsageFileUnreadable")]
    public async Task Import_NotTheAnswerToItsFile_IsRefusedByNameAndAcknowledgesNothing(string what, string code)
    {
        await using var stamp = await StartDisconnectedAsync();
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2));
        var content = ContentOf(await ExportAsync(stamp));
        using var stranger = RSA.Create(2048);
        var file = what switch
        {
            "signer" => await AcknowledgeAsync(content, signer: stranger),
            "stamp" => await AcknowledgeAsync(content, change: header => header with { CloudId = "91d00000-0000-4000-8000-00000000007c" }),
            "file" => await AcknowledgeAsync(content, change: header => header with { Previous = new string('a', 64) }),
            "text" => "no file"u8.ToArray(),
            "own" => content,
            _ => await AcknowledgeAsync(content),
        };
        if (what == "altered")
            file[file.Length / 2] ^= 1;

        using var response = await SendAsync(stamp, "importUsageAcknowledgement", Body(file));

        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe(code);
        (await UsageRig.StatusAsync(stamp)).Backlog.Waiting.ShouldBe(2);
    }

    [Fact]
    public async Task Export_CapacityWhichOwesNone_Is409()
    {
        await using var stamp = await StartDisconnectedAsync("Capacity");
        await UsageRig.ReportAsync(stamp, UsageRig.Reports(stamp, 2));

        using var response = await SendAsync(stamp, "exportUsageBatches", new JsonObject());

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("UsageNotReported");
    }

    private static async Task<TestStamp> StartDisconnectedAsync(string billingModel = "Development")
    {
        var stamp = await TestStamp.StartAsync();
        await UsageRig.RegisterAsync(stamp, key => key with { ObjectId = null, BillingModel = billingModel, UsageReportingEnabled = false });
        return stamp;
    }

    private static async Task<JsonNode> ExportAsync(TestStamp stamp, long? number = null) =>
        await ReadAsync(await SendAsync(stamp, "exportUsageBatches", number is null ? new JsonObject() : new JsonObject { ["number"] = number }));

    private static byte[] ContentOf(JsonNode exported) => Convert.FromBase64String(exported["content"]!.GetValue<string>());

    private static JsonObject Body(byte[] content) => new() { ["content"] = Convert.ToBase64String(content) };

    private static Task<HttpResponseMessage> SendAsync(TestStamp stamp, string action, JsonNode body) =>
        stamp.SendAsync(HttpMethod.Post, $"{stamp.Provider}/providers/Microsoft.Commerce.Admin/{action}", UsageRig.Version, body);

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
            return JsonNode.Parse(body)!;
        }
    }

    /// <summary>What commerce writes in answer to a file.</summary>
    private static async Task<byte[]> AcknowledgeAsync(byte[] content, int refuse = 0, RSA? signer = null, Func<UsageFileHeader, UsageFileHeader>? change = null)
    {
        var answers = new List<UsageBatchAnswer>();
        var file = await UsageFileReader.ReadBatchesAsync(new MemoryStream(content), (batch, _) =>
        {
            var refused = batch.Records.Take(refuse).Select(record => new UsageRefusal(record.Id.ToString(), UsageRefusalCode.UsageTooOld, "Too old.")).ToList();
            answers.Add(new UsageBatchAnswer(
                batch.Header.CloudId, batch.Header.ActivationId, batch.Header.Number, batch.Header.Hash, batch.Records.Count - refused.Count, 0, 0, refused, batch.Records[0].ReportedTime));
            return Task.CompletedTask;
        });
        var header = file.Header with { Kind = UsageFileKind.Acknowledgement, Previous = file.Seal.Hash, Count = answers.Count };
        using var output = new MemoryStream();
        await using (var writer = await UsageFileWriter.StartAsync(output, change?.Invoke(header) ?? header))
        {
            foreach (var answer in answers)
                await writer.AddAsync(answer);
            await writer.FinishAsync(hash => UsageFileSeal.Sign(hash, signer ?? TestStamp.SigningKey, TestStamp.KeyId));
        }

        return output.ToArray();
    }
}
