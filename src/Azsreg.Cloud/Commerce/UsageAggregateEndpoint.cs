using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Commerce;

/// <summary><c>Microsoft.Commerce/UsageAggregates</c>: what was reported of a subscription, by the time it was reported.</summary>
internal sealed class UsageAggregateEndpoint(UsageReader reader, TimeProvider clock)
{
    /// <summary>Prices are listed under this region, wherever the stamp stands.</summary>
    public const string MeterRegion = "Azure Stack Hub";

    private const int PageSize = 1000;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'+00:00'";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce/UsageAggregates", "2015-06-01-preview", "2015-03-31");
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Map(IEndpointRouteBuilder app) =>
        app.MapArm("GET", "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/UsageAggregates", ListAsync)
            .RequireArm("Microsoft.Commerce/UsageAggregates/read", Versions, ArmScope.Subscription);

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var range = UsageRange.Read(request, clock.GetUtcNow());
        var after = UsagePlace.Read(request, range);
        var rows = range.Details
            ? await reader.ByResourceAsync(request.SubscriptionId, range, after, PageSize + 1, request.Aborted)
            : await reader.ByMeterAsync(request.SubscriptionId, range, after, PageSize + 1, request.Aborted);
        var next = rows.Count > PageSize ? NextLink(request, UsagePlace.Of(rows[PageSize - 1]).ToToken(request, range)) : null;
        return new Answer(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var row in rows.Take(PageSize))
                Write(json, request.SubscriptionId, range, row);
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("nextLink", next);
            json.WriteEndObject();
        });
    }

    private static string NextLink(ArmRequest request, string token)
    {
        var query = request.HttpContext.Request.Query
            .Where(pair => !pair.Key.Equals("continuationToken", StringComparison.OrdinalIgnoreCase))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}")
            .Append($"continuationToken={token}");
        return request.Absolute($"{request.HttpContext.Request.Path.ToUriComponent()}?{string.Join('&', query)}");
    }

    private static void Write(Utf8JsonWriter json, string subscriptionId, UsageRange range, UsageAggregate row)
    {
        var start = row.Start(range.Daily);
        var name = NameOf(range, row, start);
        json.WriteStartObject();
        json.WriteString("id", $"/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/UsageAggregates/{name}");
        json.WriteString("name", name);
        json.WriteString("type", "Microsoft.Commerce/UsageAggregate");
        json.WriteStartObject("properties");
        json.WriteString("subscriptionId", subscriptionId);
        json.WriteString("usageStartTime", start.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("usageEndTime", start.AddHours(range.Daily ? 24 : 1).ToString(TimeFormat, CultureInfo.InvariantCulture));
        var meter = UsageMeters.Find(row.MeterKey);
        if (meter is not null)
        {
            json.WriteString("meterName", meter.Name);
            json.WriteString("meterCategory", meter.Category);
            json.WriteString("unit", meter.Unit);
        }

        json.WriteString("meterRegion", MeterRegion);
        json.WriteString("meterId", UsageMeters.SpellingOf(row.MeterKey));
        json.WriteStartObject("infoFields");
        json.WriteEndObject();
        if (row.Resource is not null)
            json.WriteString("instanceData", InstanceData(row));
        json.WritePropertyName("quantity");
        json.WriteRawValue(row.Quantity.ToString("0.#########", CultureInfo.InvariantCulture), skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// JSON in a text, as the service writes it. The stamp's own subscription is in the bag <c>additionalInfo</c> beside what the resource provider put there; the service
    /// documents the bag, not the key, so <c>azureStackSubscriptionId</c> is ours.
    /// </summary>
    private static string InstanceData(UsageAggregate row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteStartObject("Microsoft.Resources");
            json.WriteString("resourceUri", row.Resource);
            json.WriteString("location", row.Location);
            if (row.Tags is null)
                json.WriteNull("tags");
            else
                WriteRaw(json, "tags", row.Tags);
            json.WriteStartObject("additionalInfo");
            json.WriteString("azureStackSubscriptionId", row.LocalSubscription);
            if (row.AdditionalInfo is not null)
            {
                using var info = JsonDocument.Parse(row.AdditionalInfo);
                foreach (var member in info.RootElement.EnumerateObject().Where(member => member.Name != "azureStackSubscriptionId"))
                    member.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static string NameOf(UsageRange range, UsageAggregate row, DateTimeOffset start)
    {
        // The service's names tell the unit and its start, and between them something that makes the row its own.
        var own = SHA256.HashData(Encoding.UTF8.GetBytes($"{row.MeterKey}\n{row.Stamp}\n{row.Source}\n{row.LocalSubscription}"));
        return string.Create(
            CultureInfo.InvariantCulture, $"{(range.Daily ? "Daily" : "Hourly")}_{Convert.ToHexString(own, 0, 8)}_{start:yyyyMMdd}_{start:HHmm}");
    }

    private sealed class Answer(Action<Utf8JsonWriter> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, Relaxed);
            write(json);
            await json.FlushAsync(httpContext.RequestAborted);
        }
    }
}
