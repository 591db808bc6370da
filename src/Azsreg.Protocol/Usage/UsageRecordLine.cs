using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>
/// A record as one line of JSON: <c>id</c>, <c>resourceUri</c>, <c>meterId</c>, <c>subscriptionId</c>, <c>tenantId</c>, <c>location</c>, <c>tags</c>,
/// <c>additionalInfo</c>, <c>usageHour</c>, <c>reportedTime</c>, <c>quantity</c>, <c>revision</c>. Members a reader does not know are passed over; one
/// written twice is refused.
/// </summary>
internal static class UsageRecordLine
{
    private const string HourFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string ReportedFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly Field[] Required =
        [Field.Id, Field.ResourceUri, Field.MeterId, Field.SubscriptionId, Field.Location, Field.UsageHour, Field.ReportedTime, Field.Quantity, Field.Revision];

    private static readonly int AllRequired = Required.Aggregate(0, (bits, field) => bits | (1 << (int)field));

    // Lines are read by our own reader only, never by a browser.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A writer for many lines.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, Compact);

    /// <summary>Writes a line without its line feed.</summary>
    public static void Write(Utf8JsonWriter json, UsageRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, record.Id.ToString());
        json.WriteString("resourceUri"u8, record.ResourceUri);
        json.WriteString("meterId"u8, record.MeterId);
        json.WriteString("subscriptionId"u8, record.SubscriptionId);
        if (record.TenantId is not null)
            json.WriteString("tenantId"u8, record.TenantId);
        json.WriteString("location"u8, record.Location);
        WriteObject(json, "tags"u8, record.Tags);
        WriteObject(json, "additionalInfo"u8, record.AdditionalInfo);
        json.WriteString("usageHour"u8, record.UsageHour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture));
        json.WriteString("reportedTime"u8, record.ReportedTime.UtcDateTime.ToString(ReportedFormat, CultureInfo.InvariantCulture));
        Span<byte> quantity = stackalloc byte[24];
        json.WritePropertyName("quantity"u8);
        json.WriteRawValue(quantity[..record.Quantity.Write(quantity)], skipInputValidation: true);
        json.WriteNumber("revision"u8, record.Revision);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
    }

    /// <summary>Reads a line into a record, or into the refusal of one.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="number">The line's number among the records, from 1.</param>
    /// <param name="texts">Texts seen before.</param>
    /// <param name="record">The record, its bounds and its id checked; null where it is refused.</param>
    /// <exception cref="JsonException">The line is no JSON object.</exception>
    public static UsageRefusal? Read(ReadOnlySpan<byte> line, int number, RepeatedTexts texts, out UsageRecord? record)
    {
        record = null;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = UsageBatchLimits.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A record is a JSON object.");
        var fields = default(Fields);
        string? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            if (field == Field.Unknown)
            {
                reader.Skip();
                continue;
            }

            // The line is read to its end even so: only then is it known to be JSON.
            if ((fields.Seen & (1 << (int)field)) != 0)
                problem ??= $"{NameOf(field)}: It stands there twice.";
            fields.Seen |= 1 << (int)field;
            if (!ReadField(ref reader, line, field, texts, ref fields))
                problem ??= $"{NameOf(field)}: {FormOf(field)}";
        }

        if (reader.Read())
            throw new JsonException("A line holds one record.");
        if ((fields.Seen & AllRequired) != AllRequired)
        {
            var seen = fields.Seen;
            problem ??= $"{NameOf(Required.First(field => (seen & (1 << (int)field)) == 0))}: It is missing.";
        }

        if (problem is not null)
            return new UsageRefusal(fields.HasId ? fields.Id.ToString() : string.Create(CultureInfo.InvariantCulture, $"line {number}"), UsageRefusalCode.InvalidRecord, problem);
        if (fields.UsageHour != fields.Id.UsageHour)
            return new UsageRefusal(fields.Id.ToString(), UsageRefusalCode.RecordIdMismatch, "The id starts with another hour than usageHour.");
        var read = new UsageRecord
        {
            Id = fields.Id,
            ResourceUri = fields.ResourceUri!,
            MeterId = fields.MeterId!,
            SubscriptionId = fields.SubscriptionId!,
            TenantId = fields.TenantId,
            Location = fields.Location!,
            Tags = fields.Tags,
            AdditionalInfo = fields.AdditionalInfo,
            ReportedTime = fields.ReportedTime,
            Quantity = fields.Quantity,
            Revision = fields.Revision,
        };
        if (UsageRecordRules.Check(read, isJsonRead: true) is { } refusal)
            return refusal;
        record = read;
        return null;
    }

    private static bool ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Field field, RepeatedTexts texts, ref Fields fields)
    {
        switch (field)
        {
            case Field.Id:
                return fields.HasId = reader.TokenType == JsonTokenType.String
                    ? !reader.ValueIsEscaped
                        ? UsageRecordId.TryParse(reader.ValueSpan, out fields.Id)
                        : UsageRecordRules.IsTextWhole(ref reader) && UsageRecordId.TryParse(reader.GetString(), out fields.Id)
                    : Skip(ref reader);
            case Field.ResourceUri:
                return Text(ref reader, texts, out fields.ResourceUri);
            case Field.MeterId:
                return Text(ref reader, texts, out fields.MeterId);
            case Field.SubscriptionId:
                return Text(ref reader, texts, out fields.SubscriptionId);
            case Field.TenantId:
                return reader.TokenType == JsonTokenType.Null || Text(ref reader, texts, out fields.TenantId);
            case Field.Location:
                return Text(ref reader, texts, out fields.Location);
            case Field.Tags:
                return Object(ref reader, line, texts, textsOnly: true, out fields.Tags);
            case Field.AdditionalInfo:
                return Object(ref reader, line, texts, textsOnly: false, out fields.AdditionalInfo);
            case Field.UsageHour:
                return Time(ref reader, out fields.UsageHour);
            case Field.ReportedTime:
                return Time(ref reader, out fields.ReportedTime);
            case Field.Quantity:
                return reader.TokenType == JsonTokenType.Number
                    ? UsageQuantity.Read(reader.ValueSpan, out fields.Quantity) == OperationStatus.Done
                    : Skip(ref reader);
            default:
                return reader.TokenType == JsonTokenType.Number ? reader.TryGetInt32(out fields.Revision) : Skip(ref reader);
        }
    }

    private static bool Text(ref Utf8JsonReader reader, RepeatedTexts texts, out string? text)
    {
        text = null;
        if (reader.TokenType != JsonTokenType.String)
            return Skip(ref reader);
        try
        {
            text = reader.ValueIsEscaped ? reader.GetString() : texts.Get(reader.ValueSpan);
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException or DecoderFallbackException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            return false;
        }
    }

    private static bool Time(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        return reader.TokenType == JsonTokenType.String
            ? reader.ValueSpan.Length is >= 20 and <= 24 && reader.ValueSpan[^1] == 'Z' && reader.TryGetDateTimeOffset(out time)
                && time.UtcTicks % TimeSpan.TicksPerMillisecond == 0
            : Skip(ref reader);
    }

    private static bool Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, RepeatedTexts texts, bool textsOnly, out string? json)
    {
        json = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Skip(ref reader);
        var (start, depth, good) = ((int)reader.TokenStartIndex, reader.CurrentDepth, true);
        while (reader.Read() && reader.CurrentDepth > depth)
            good &= UsageRecordRules.IsTextWhole(ref reader) && (!textsOnly || reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String or JsonTokenType.Null);
        try
        {
            json = good ? texts.Get(line[start..(int)reader.BytesConsumed]) : null;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return good;
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return false;
    }

    private static void WriteObject(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(text, skipInputValidation: true);
    }

    private static Field FieldOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when reader.ValueTextEquals("id"u8) => Field.Id,
        4 when reader.ValueTextEquals("tags"u8) => Field.Tags,
        7 when reader.ValueTextEquals("meterId"u8) => Field.MeterId,
        8 when reader.ValueTextEquals("tenantId"u8) => Field.TenantId,
        8 when reader.ValueTextEquals("location"u8) => Field.Location,
        8 when reader.ValueTextEquals("quantity"u8) => Field.Quantity,
        8 when reader.ValueTextEquals("revision"u8) => Field.Revision,
        9 when reader.ValueTextEquals("usageHour"u8) => Field.UsageHour,
        11 when reader.ValueTextEquals("resourceUri"u8) => Field.ResourceUri,
        12 when reader.ValueTextEquals("reportedTime"u8) => Field.ReportedTime,
        14 when reader.ValueTextEquals("subscriptionId"u8) => Field.SubscriptionId,
        14 when reader.ValueTextEquals("additionalInfo"u8) => Field.AdditionalInfo,
        _ => Field.Unknown,
    };

    private static string NameOf(Field field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    private static string FormOf(Field field) => field switch
    {
        Field.Id => "The hour yyyyMMddHH, a dash and 32 hex digits in lower case.",
        Field.Tags => "A JSON object of texts on one line.",
        Field.AdditionalInfo => "A JSON object on one line.",
        Field.UsageHour or Field.ReportedTime => "A time in UTC, such as 2026-03-01T17:00:00Z, down to milliseconds.",
        Field.Quantity => "A decimal number within the range, with at most nine digits after the point and no exponent.",
        Field.Revision => $"A number from 0 to {UsageRecord.MaxRevision}.",
        _ => "A text.",
    };

    private enum Field
    {
        Unknown,
        Id,
        ResourceUri,
        MeterId,
        SubscriptionId,
        TenantId,
        Location,
        Tags,
        AdditionalInfo,
        UsageHour,
        ReportedTime,
        Quantity,
        Revision,
    }

    private struct Fields
    {
        public int Seen;
        public bool HasId;
        public UsageRecordId Id;
        public string? ResourceUri;
        public string? MeterId;
        public string? SubscriptionId;
        public string? TenantId;
        public string? Location;
        public string? Tags;
        public string? AdditionalInfo;
        public DateTimeOffset UsageHour;
        public DateTimeOffset ReportedTime;
        public UsageQuantity Quantity;
        public int Revision;
    }
}
