using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Bench;

/// <summary>One stamp with its batches, made before anything is measured.</summary>
internal sealed class UsageLoad : IDisposable
{
    public const int BatchSize = 2_000;

    private readonly HttpClient _http;
    private readonly string _registration;
    private readonly byte[][] _batches;

    public UsageLoad(HttpClient http, string registration, string cloudId, int count, DateTimeOffset now)
    {
        _http = http;
        _registration = registration;
        _batches = new byte[count][];
        Records = new UsageRecord[count][];
        using var writer = new UsageBatchWriter();
        var previous = UsageBatchHeader.NoPrevious;
        for (var i = 0; i < count; i++)
        {
            // One hour a batch, the oldest first; all are within the months that are kept.
            Records[i] = Make(now.AddHours(i - count), now);
            foreach (var record in Records[i])
                writer.TryAdd(record);
            (var header, _batches[i]) = writer.Finish(cloudId, "bench", i + 1, previous);
            previous = header.Hash;
        }
    }

    /// <summary>The records of each batch.</summary>
    public UsageRecord[][] Records { get; }

    /// <summary>Sends batches of each stamp, over a connection each; milliseconds of each batch.</summary>
    public static async Task<IEnumerable<double>> SendAsync(UsageLoad[] loads, int from, int to, CancellationToken cancellationToken) =>
        (await Task.WhenAll(loads.Select(load => Task.Run(() => load.SendAsync(from, to, cancellationToken), cancellationToken)))).SelectMany(times => times);

    public async Task SendAsync(int index, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(_batches[index]);
        content.Headers.ContentType = new MediaTypeHeaderValue(UsageBatch.ContentType);
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await _http.PutAsync($"usage/{UsageBatch.PathOf(_registration, "bench", index + 1)}?api-version=2022-06-01", content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode || JsonDocument.Parse(text).RootElement.GetProperty("accepted").GetInt32() != BatchSize)
            throw new InvalidOperationException(text);
    }

    private async Task<List<double>> SendAsync(int from, int to, CancellationToken cancellationToken)
    {
        var times = new List<double>(to - from);
        for (var i = from; i < to; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await SendAsync(i, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    public void Dispose() => _http.Dispose();

    private static UsageRecord[] Make(DateTimeOffset hour, DateTimeOffset now)
    {
        var records = new UsageRecord[BatchSize];
        for (var i = 0; i < records.Length; i++)
        {
            var (subscription, meter, resource) = (i % 5, i / 5 % 10, i / 50);
            records[i] = UsageRecord.Create(
                FormattableString.Invariant($"/subscriptions/a1000000-0000-4000-8000-00000000000{subscription}/resourceGroups/rg{resource % 7}/providers/Microsoft.Compute/virtualMachines/vm{resource}"),
                UsageMeters.All[meter].Id, hour, new UsageQuantity(4_000_000_000 + i), new Guid(FormattableString.Invariant($"a1000000-0000-4000-8000-00000000000{subscription}")),
                new Guid("72f988aa-0000-4000-8000-000000000001"), "redmond", now, 0, resource % 2 == 0 ? """{"env":"prod"}""" : null,
                """{"ServiceType":"Standard_F2s","ImageType":null}""");
        }

        return records;
    }
}
