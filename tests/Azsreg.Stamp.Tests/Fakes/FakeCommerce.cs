using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>Commerce by its law alone: a record's identity is its id, its content a hash; the same again counts once. With switches for what goes wrong.</summary>
internal sealed class FakeCommerce
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Activation, long Number), UsageBatchAnswer> _answers = [];
    private readonly Dictionary<string, long> _batchOf = [];

    /// <summary>Everything counted, by record id.</summary>
    public Dictionary<string, UsageRecord> Records { get; } = [];

    /// <summary>Every batch that came, repeats included: activation, number and how many records.</summary>
    public ConcurrentQueue<(string Path, UsageBatchHeader Header)> Batches { get; } = new();

    /// <summary>How many records were known already when they came.</summary>
    public int Repeated { get; private set; }

    /// <summary>While set, every batch is answered with this status and code and nothing is counted.</summary>
    public (int Status, string Code)? Fault { get; set; }

    /// <summary>Sent as <c>Retry-After</c> with the fault, in seconds.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>How many answers are lost on the way, after all of the batch was counted.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>Says which records are refused, and why.</summary>
    public Func<UsageRecord, UsageRefusal?> Judge { get; set; } = _ => null;

    /// <summary>Says which batches are refused as a whole.</summary>
    public Func<UsageBatch, string?> JudgeBatch { get; set; } = _ => null;

    /// <summary>Commerce's own clock.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => TimeProvider.System.GetUtcNow();

    /// <summary>The sum of everything counted, in billionths.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
                return Records.Values.Sum(record => record.Quantity.Billionths);
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return Records.Count;
        }
    }

    /// <summary>The number of the batch a record was counted by.</summary>
    public long BatchOf(string recordId) => _batchOf[recordId];

    public async Task TakeAsync(HttpContext context)
    {
        context.Request.Headers.ContentEncoding.ToString().ShouldBe("gzip");
        context.Request.ContentType.ShouldBe("application/x-ndjson");
        context.Request.Headers.Authorization.ToString().ShouldBe("Bearer access-token");
        var batch = await UsageBatchReader.ReadAsync(context.Request.Body, context.RequestAborted);
        Batches.Enqueue((context.Request.Path.Value!, batch.Header));
        if (Fault is { } fault)
        {
            if (RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await AnswerAsync(context, fault.Status, Error(fault.Code, "No."));
            return;
        }

        if (JudgeBatch(batch) is { } code)
        {
            await AnswerAsync(context, 400, Error(code, "Not this one."));
            return;
        }

        var answer = Take(batch);
        if (answer is null)
        {
            await AnswerAsync(context, 409, Error(UsageBatchFault.NumberConflict, "Another batch was taken."));
            return;
        }

        if (AnswersToLose > 0)
        {
            AnswersToLose--;
            context.Abort();
            return;
        }

        await AnswerAsync(context, 200, JsonNode.Parse(JsonSerializer.Serialize(answer, ProtocolJson.Default.UsageBatchAnswer))!);
    }

    private UsageBatchAnswer? Take(UsageBatch batch)
    {
        lock (_lock)
        {
            var header = batch.Header;
            if (_answers.TryGetValue((header.ActivationId, header.Number), out var known))
                return known.Hash == header.Hash ? known : null;
            var (accepted, repeated, refused) = (0, 0, new List<UsageRefusal>(batch.Refused));
            foreach (var record in batch.Records)
            {
                var id = record.Id.ToString();
                if (Judge(record) is { } refusal)
                    refused.Add(refusal);
                else if (!Records.TryGetValue(id, out var former))
                {
                    Records[id] = record;
                    _batchOf[id] = header.Number;
                    accepted++;
                }
                else if (former.ContentHash() == record.ContentHash())
                    repeated++;
                else
                    refused.Add(new UsageRefusal(id, UsageRefusalCode.ContentConflict, "Another content."));
            }

            Repeated += repeated;
            return _answers[(header.ActivationId, header.Number)] =
                new UsageBatchAnswer(header.CloudId, header.ActivationId, header.Number, header.Hash, accepted, repeated, 0, refused, Now());
        }
    }

    private static JsonObject Error(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    private static Task AnswerAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
