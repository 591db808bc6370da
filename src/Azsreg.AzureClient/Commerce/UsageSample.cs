using System.Text.Json;

namespace Azsreg.AzureClient;

/// <summary>What was used of a meter within an hour or a day.</summary>
/// <param name="SubscriptionId">The subscription it is billed to; at a stamp the tenant's.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="UsageStartTime">Start of the hour or day of use.</param>
/// <param name="UsageEndTime">Its end.</param>
/// <param name="Quantity">How much, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit; a stamp tells none.</param>
/// <param name="MeterName">The meter's name.</param>
/// <param name="MeterCategory">The meter's category.</param>
/// <param name="InstanceData">JSON in a text: the resource; null in a summed row.</param>
public sealed record UsageSample(
    string SubscriptionId, string MeterId, DateTimeOffset UsageStartTime, DateTimeOffset UsageEndTime, decimal Quantity, string? Unit, string? MeterName,
    string? MeterCategory, string? InstanceData)
{
    /// <summary>The resource; null where the row names none.</summary>
    public string? ResourceUri => Member("resourceUri");

    /// <summary>The resource's region; null where the row names none.</summary>
    public string? Location => Member("location");

    /// <summary>The resource's tags as JSON; null where it has none.</summary>
    public string? Tags => Member("tags") is { Length: > 0 } tags and not "null" ? tags : null;

    /// <summary>What the resource provider added, as JSON; null where it added nothing.</summary>
    public string? AdditionalInfo => Member("additionalInfo") is { Length: > 0 } info and not "null" ? info : null;

    /// <summary>
    /// The stamp's own subscription of a row of commerce: the documentation says that it is in the additional information and not under which
    /// name, so any subscription id there counts. Null where there is none.
    /// </summary>
    public string? StampSubscriptionId
    {
        get
        {
            try
            {
                using var document = Parse(Member("additionalInfo"));
                return document?.RootElement.ValueKind != JsonValueKind.Object ? null : document.RootElement.EnumerateObject()
                    .Where(member => member.Name.EndsWith("SubscriptionId", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
                    .Select(member => member.Value.GetString())
                    .FirstOrDefault(text => Guid.TryParseExact(text, "D", out _))?.ToLowerInvariant();
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                // The latter: an escape of half a character.
                return null;
            }
        }
    }

    /// <summary>A member of <c>Microsoft.Resources</c> as text; an object as its JSON, since some services write objects and some texts.</summary>
    private string? Member(string name)
    {
        try
        {
            using var document = Parse(InstanceData);
            return document is not null && document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("Microsoft.Resources", out var resources) && resources.ValueKind == JsonValueKind.Object
                && resources.TryGetProperty(name, out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument? Parse(string? text) => string.IsNullOrWhiteSpace(text) ? null : JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
}
