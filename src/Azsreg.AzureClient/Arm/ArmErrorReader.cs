using System.Net;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Arm;

/// <summary>Reads the error of a failed answer: ARM's envelope, its relatives, and pages of proxies that are no JSON at all.</summary>
internal static class ArmErrorReader
{
    private const int LongestText = 2000;
    private const int MostDetails = 50;
    private const int DeepestDetails = 5;

    public static ArmException ToException(HttpAnswer answer, DateTimeOffset now) =>
        new(answer.StatusCode, Read(answer.StatusCode, answer.MediaType, answer.Body.Span))
        {
            CorrelationId = answer.Header("x-ms-correlation-request-id") ?? answer.Header("x-ms-request-id") ?? answer.Header("request-id"),
            RetryAfter = answer.RetryAfter(now),
        };

    public static ArmError Read(int status, string? mediaType, ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 64 });
            if (JsonDocument.TryParseValue(ref reader, out var document))
            {
                using (document)
                    if (FromJson(status, document.RootElement) is { } error)
                        return error;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Told below: what came is no JSON, or has an escape of half a character.
        }

        return new ArmError(NameOf(status), PlainText(mediaType, body));
    }

    private static ArmError? FromJson(int status, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        // {"error":{…}} is ARM and Graph, {"odata.error":{…}} the older directory graph, {"error":"…","error_description":"…"} OAuth,
        // and the bare object is what some providers and ASP.NET send.
        if (root.TryGetProperty("error", out var error) || root.TryGetProperty("odata.error", out error))
        {
            if (error.ValueKind == JsonValueKind.String)
                return new ArmError(Cut(error.GetString()!), Text(root, "error_description") ?? Cut(error.GetString()!));
            return error.ValueKind == JsonValueKind.Object ? FromObject(status, error, 0) : null;
        }

        return Text(root, "code") is not null || Text(root, "message") is not null ? FromObject(status, root, 0) : null;
    }

    private static ArmError FromObject(int status, JsonElement error, int depth)
    {
        IReadOnlyList<ArmError>? details = null;
        if (depth < DeepestDetails && Property(error, "details") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
        {
            details = [.. list.EnumerateArray().Where(d => d.ValueKind == JsonValueKind.Object).Take(MostDetails).Select(d => FromObject(status, d, depth + 1))];
        }

        var extra = Property(error, "additionalInfo") is { ValueKind: JsonValueKind.Array } info ? info.Clone() : (JsonElement?)null;
        return new ArmError(Text(error, "code") ?? NameOf(status), Text(error, "message") ?? "no further detail", Text(error, "target"), details, extra);
    }

    /// <summary>A text, also where it is wrapped as <c>{"lang":"en","value":"…"}</c>, as OData does.</summary>
    private static string? Text(JsonElement parent, string name)
    {
        if (Property(parent, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var wrapped))
            value = wrapped;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? Cut(text) : null;
    }

    private static JsonElement? Property(JsonElement parent, string name)
    {
        if (parent.TryGetProperty(name, out var value))
            return value;
        // "Message" and "Code" come from ASP.NET's own error filter.
        var pascal = char.ToUpperInvariant(name[0]) + name[1..];
        return parent.TryGetProperty(pascal, out value) ? value : null;
    }

    private static string PlainText(string? mediaType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return "the answer had no body";
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestText * 4)]);
        if (mediaType is "text/html" or "application/xhtml+xml" || text.AsSpan().TrimStart().StartsWith("<"))
            text = WebUtility.HtmlDecode(WithoutTags(text));
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = string.Concat(text.Where(c => !char.IsControl(c)));
        return $"the answer was no JSON ({mediaType ?? "no type"}): {(text.Length > 300 ? text[..300] + "…" : text)}";
    }

    private static string NameOf(int status) => Enum.IsDefined((HttpStatusCode)status) ? ((HttpStatusCode)status).ToString() : $"Http{status}";

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] + "…" : text;

    private static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        var inTag = false;
        foreach (var c in html)
        {
            if (c == '<')
                text.Append(' ');
            inTag = c == '<' || (inTag && c != '>');
            if (!inTag && c != '>')
                text.Append(c);
        }

        return text.ToString();
    }
}
