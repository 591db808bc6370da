namespace Azsreg.Protocol.Tests.Usage;

internal static class UsageSamples
{
    public const string CloudId = "5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41";
    public const string Activation = "0193-activation-1";
    public static readonly DateTimeOffset Hour = new(2026, 3, 1, 17, 0, 0, TimeSpan.Zero);

    public static UsageRecord Record(
        string resource = "/subscriptions/a1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1", long billionths = 4_000_000_000, int revision = 0,
        DateTimeOffset? time = null, string? tags = "{\"env\":\"prod\"}", string? info = "{\"ServiceType\":\"Standard_F2s\",\"ImageType\":null}",
        string meter = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5") =>
        UsageRecord.Create(
            resource, meter, time ?? Hour, new UsageQuantity(billionths), new Guid("a1000000-0000-4000-8000-000000000001"),
            new Guid("72f988aa-0000-4000-8000-000000000001"), "redmond", Hour.AddMinutes(77.5), revision, tags, info);

    public static (UsageBatchHeader Header, byte[] Content) Batch(
        IEnumerable<UsageRecord> records, long number = 1, string? previous = null, string activation = Activation, string cloudId = CloudId)
    {
        using var writer = new UsageBatchWriter();
        foreach (var record in records)
            writer.TryAdd(record).ShouldBeTrue();
        return writer.Finish(cloudId, activation, number, previous ?? UsageBatchHeader.NoPrevious);
    }

    public static Task<UsageBatch> ReadAsync(byte[] content) => UsageBatchReader.ReadAsync(new MemoryStream(content));

    /// <summary>A batch whose lines are given as they are, with a hash that fits.</summary>
    public static byte[] Raw(string cloudId, string activation, long number, params string[] lines)
    {
        var body = string.Concat(lines.Select(line => line + "\n"));
        using var hash = new UsageBatchHash(cloudId, activation, number, lines.Length, UsageBatchHeader.NoPrevious);
        hash.Append(System.Text.Encoding.UTF8.GetBytes(body));
        return Gzip(
            $$"""{"version":1,"cloudId":"{{cloudId}}","activationId":"{{activation}}","number":{{number}},"count":{{lines.Length}},"previous":"{{UsageBatchHeader.NoPrevious}}","hash":"{{hash.Finish()}}"}"""
            + "\n" + body);
    }

    public static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    public static string Plain(byte[] gzip)
    {
        using var plain = new System.IO.Compression.GZipStream(new MemoryStream(gzip), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
