using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>
/// The CSV of the published usage-summary script for Azure Stack Hub: <c>UsageStartTime, UsageEndTime, MeterName, Quantity, resourceType, location,
/// resourceGroup, resourceName, subowner, tags, MeterId, additionalInfo, subscription, resourceUri</c>, in any order, others passed over.
/// </summary>
public static class UsageSummaryFile
{
    /// <summary>The most lines of a file.</summary>
    public const int MostLines = 5_000_000;

    private static readonly string[] Required = ["UsageStartTime", "UsageEndTime", "Quantity", "location", "MeterId", "subscription", "resourceUri"];

    // Windows PowerShell writes a time as the culture of its machine has it; only forms that cannot be misread are taken: ISO 8601, and the US one.
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
        "M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm:ss tt zzz", "M/d/yyyy H:mm:ss zzz",
    ];

    /// <summary>Reads a file line by line.</summary>
    /// <param name="input">The text.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="tenantId">The tenant of subscriptions the file itself tells none of; null where nobody knows it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CataloguedException">A line is not one of a usage summary; the first such line is named (AZR7002).</exception>
    public static async IAsyncEnumerable<UsageSummaryLine> ReadAsync(
        TextReader input, string name, Guid? tenantId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        await Task.CompletedTask;
        var csv = new CsvReader(input);
        var columns = Columns(csv, name);
        var seen = new Dictionary<UsageRecordId, int>();
        for (var count = 1; Row(csv, name) is { } row; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count > MostLines)
                throw Wrong(name, csv.Line, $"the file has more than {MostLines} lines");
            if (row.Count != columns.Count)
                throw Wrong(name, csv.Line, $"it has {row.Count} fields, the heading has {columns.Count}");
            yield return Line(row, columns, name, csv.Line, tenantId, seen);
        }
    }

    private static Dictionary<string, int> Columns(CsvReader csv, string name)
    {
        var heading = Row(csv, name);
        // Export-Csv of Windows PowerShell puts the type of the objects in front.
        if (heading is [var first, ..] && first.StartsWith("#TYPE", StringComparison.Ordinal))
            heading = Row(csv, name);
        if (heading is null)
            throw Wrong(name, 1, "the file is empty");
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < heading.Count; index++)
        {
            if (!columns.TryAdd(heading[index].Trim(), index))
                throw Wrong(name, csv.Line, $"the column '{Shown(heading[index])}' stands there twice");
        }

        return Required.Where(column => !columns.ContainsKey(column)).ToList() is [var missing, ..]
            ? throw Wrong(name, csv.Line, $"the column '{missing}' is missing; a usage summary has {string.Join(", ", Required)}")
            : columns;
    }

    private static IReadOnlyList<string>? Row(CsvReader csv, string name)
    {
        try
        {
            var row = csv.Read();
            for (var index = 0; index < row?.Count; index++)
            {
                if (!UsageRecordRules.IsWhole(row[index]))
                    throw Wrong(name, csv.Line, string.Create(CultureInfo.InvariantCulture, $"its field {index + 1} holds half of a character, which is no text"));
            }

            return row;
        }
        catch (FormatException fault)
        {
            throw Wrong(name, csv.Line, fault.Message);
        }
        catch (DecoderFallbackException fault)
        {
            throw Wrong(name, csv.Line, "it is no text in UTF-8 or UTF-16: " + fault.Message);
        }
    }

    private static UsageSummaryLine Line(
        IReadOnlyList<string> row, Dictionary<string, int> columns, string name, int line, Guid? tenantId, Dictionary<UsageRecordId, int> seen)
    {
        var start = Time(Field("UsageStartTime"), "UsageStartTime");
        var end = Time(Field("UsageEndTime"), "UsageEndTime");
        var hours = (end - start).TotalHours;
        if (hours is not (1 or 24) || start.UtcTicks % TimeSpan.TicksPerHour != 0 || (hours == 24 && start.Hour != 0))
            throw Wrong(name, line, "UsageStartTime to UsageEndTime must be an hour, or a day from midnight, in UTC");
        var meter = Field("MeterId");
        if (!UsageMeters.IsId(meter))
            throw Wrong(name, line, $"MeterId '{Shown(meter)}' is not 32 hex digits");
        if (!Guid.TryParse(Field("subscription"), out var subscription))
            throw Wrong(name, line, $"subscription '{Shown(Field("subscription"))}' is no GUID");
        var uri = Field("resourceUri");
        if (uri.Length is 0 or > UsageRecord.MaxResourceUriLength || uri.Any(char.IsControl))
            throw Wrong(name, line, $"resourceUri must have 1 to {UsageRecord.MaxResourceUriLength} characters without control characters");
        var location = Field("location");
        if (location.Length is 0 or > UsageRecord.MaxLocationLength || location.Any(char.IsControl))
            throw Wrong(name, line, $"location must have 1 to {UsageRecord.MaxLocationLength} characters without control characters");
        var quantity = Quantity(Field("Quantity"), out var isRounded);
        // Rows of one resource, meter and time are amounts that were reported apart.
        var id = UsageRecordId.Of(uri, meter, start, 0);
        var revision = seen.TryGetValue(id, out var before) ? before + 1 : 0;
        if (revision > UsageRecord.MaxRevision)
            throw Wrong(name, line, "the same resource, meter and time stands there too often");
        seen[id] = revision;
        return new UsageSummaryLine(
            line,
            new StampUsageReport
            {
                SubscriptionId = subscription,
                TenantId = tenantId,
                ResourceUri = uri,
                Location = location,
                MeterId = meter,
                UsageHour = start,
                Quantity = quantity.ToString(),
                Revision = revision,
                Tags = JsonObject(Optional("tags"), textsOnly: true),
                AdditionalInfo = JsonObject(Optional("additionalInfo"), textsOnly: false),
            },
            isRounded,
            hours == 24);

        string Field(string column) => row[columns[column]].Trim();

        string? Optional(string column) => columns.TryGetValue(column, out var index) ? row[index] : null;

        DateTimeOffset Time(string text, string column) =>
            DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is >= 2000 and < 9000
                ? time
                : throw Wrong(name, line, $"{column} '{Shown(text)}' is no time as 2026-01-31T00:00:00Z or 1/31/2026 12:00:00 AM");

        UsageQuantity Quantity(string text, out bool rounded)
        {
            rounded = false;
            // PowerShell writes small amounts with an exponent.
            const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (text.Length > 64 || !decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var amount) || amount is < 0 or > 9_000_000_000m)
                throw Wrong(name, line, $"Quantity '{Shown(text)}' is no amount from 0 to 9,000,000,000");
            var kept = decimal.Round(amount, UsageQuantity.MaxFractionDigits);
            rounded = kept != amount;
            return UsageQuantity.From(kept);
        }
    }

    /// <summary>What is a JSON object stays; what the script made of something else (<c>null</c>, a type's name) says nothing.</summary>
    private static string? JsonObject(string? text, bool textsOnly)
    {
        if (text?.Trim() is not { Length: > 2 and <= UsageRecord.MaxAdditionalInfoLength } trimmed || trimmed[0] != '{')
            return null;
        try
        {
            using var document = JsonDocument.Parse(trimmed, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return textsOnly && document.RootElement.EnumerateObject().Any(member => member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                ? null
                : JsonSerializer.Serialize(document.RootElement);
        }
        // The latter: an escape of half a character.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shown(string text)
    {
        var cut = text.Length > 60 ? text[..60] + "…" : text;
        return string.Concat(cut.Select(character => char.IsControl(character) ? '?' : character));
    }

    private static CataloguedException Wrong(string name, int line, string why) =>
        new(ErrorCatalogue.UsageSummaryUnreadable, string.Create(CultureInfo.InvariantCulture, $"'{name}' line {line}: {why}."));
}
