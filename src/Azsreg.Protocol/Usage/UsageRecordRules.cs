using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>The bounds of a record's fields, the same where it is made and where it is received.</summary>
public static class UsageRecordRules
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = UsageBatchLimits.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>
    /// The first bound a record breaks, by name; null where it breaks none. Whether the time is one that commerce takes is not judged here.
    /// </summary>
    public static UsageRefusal? Check(UsageRecord record) => Check(record, isJsonRead: false);

    /// <summary>As <see cref="Check(UsageRecord)"/>; tags and additional info need not be read again where they were when the line was.</summary>
    internal static UsageRefusal? Check(UsageRecord record, bool isJsonRead)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Problem(record, isJsonRead) is var (field, message) ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.InvalidRecord, $"{field}: {message}")
            : record.Id != UsageRecordId.Of(record.ResourceUri, record.MeterId, record.UsageHour, record.Revision)
                ? new UsageRefusal(record.Id.ToString(), UsageRefusalCode.RecordIdMismatch, "The id is not the one of this resource, meter, hour and revision.")
            : null;
    }

    /// <summary>False where a text holds half of a surrogate pair, which has no bytes of its own.</summary>
    public static bool IsWhole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = first < 0 ? text.Length : first; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    private static (string Field, string Message)? Problem(UsageRecord record, bool isJsonRead) =>
        !IsText(record.ResourceUri, UsageRecord.MaxResourceUriLength) ? ("resourceUri", $"1 to {UsageRecord.MaxResourceUriLength} characters without control characters.")
        : !UsageMeters.IsId(record.MeterId) ? ("meterId", "A meter id is 32 hex digits, with or without dashes.")
        : !IsLowerGuid(record.SubscriptionId) ? ("subscriptionId", "A GUID in lower case with dashes.")
        : record.TenantId is { } tenant && !IsLowerGuid(tenant) ? ("tenantId", "A GUID in lower case with dashes.")
        : !IsText(record.Location, UsageRecord.MaxLocationLength) ? ("location", $"1 to {UsageRecord.MaxLocationLength} characters without control characters.")
        : record.Revision is < 0 or > UsageRecord.MaxRevision ? ("revision", $"A number from 0 to {UsageRecord.MaxRevision}.")
        : record is { Revision: 0, Quantity.Billionths: < 0 } ? ("quantity", "Only a revision corrects below zero.")
        : record.Tags is { } tags && !IsObject(tags, UsageRecord.MaxTagsLength, textsOnly: true, isJsonRead) ? ("tags", "A JSON object of texts on one line.")
        : record.AdditionalInfo is { } info && !IsObject(info, UsageRecord.MaxAdditionalInfoLength, textsOnly: false, isJsonRead) ? ("additionalInfo", "A JSON object on one line.")
        : null;

    // A lone surrogate has no bytes of its own, so two different texts would have one hash.
    private static bool IsText(string text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !text.AsSpan().ContainsAny(Controls) && IsWhole(text);

    /// <summary>False where an escape makes half of a surrogate pair: JSON's grammar allows it, and nothing can read it.</summary>
    private static bool AreTextsWhole(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = UsageBatchLimits.MaxDepth });
        while (reader.Read())
        {
            if (!IsTextWhole(ref reader))
                return false;
        }

        return true;
    }

    /// <summary>The same of the text or name a reader stands at; true of anything else.</summary>
    internal static bool IsTextWhole(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return true;
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsLowerGuid(string text) => text?.Length == 36 && Guid.TryParseExact(text, "D", out _) && !text.AsSpan().ContainsAnyInRange('A', 'F');

    private static bool IsObject(string text, int longest, bool textsOnly, bool isJsonRead)
    {
        if (text.Length > longest)
            return false;
        if (isJsonRead)
            return true;
        if (text.AsSpan().ContainsAny('\n', '\r') || !IsWhole(text))
            return false;
        try
        {
            if (text.Contains('\\') && !AreTextsWhole(Encoding.UTF8.GetBytes(text)))
                return false;
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && (!textsOnly || document.RootElement.EnumerateObject().All(member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
