using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.ArmServer;
using Azsreg.Cloud.Resources;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>The body of a registration's PUT or PATCH, read leniently and judged with the right error for each member.</summary>
internal sealed class RegistrationBody
{

    private readonly RegistrationBodyContent _content;

    private RegistrationBody(RegistrationBodyContent content)
    {
        _content = content;
        Tags = ReadTags(content.Tags);
    }

    /// <summary>The whole new tag map; null where the body has no tags, which leaves them as they are: the published request has none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; }

    public string? Token => _content.Properties?.RegistrationToken;

    public static async Task<RegistrationBody> ReadAsync(ArmRequest request) =>
        new(await request.ReadAsync(RegistrationBodyJson.Default.RegistrationBodyContent));

    /// <summary>There is one location, global; clients write it in any case.</summary>
    public void RequireLocation()
    {
        if (string.IsNullOrWhiteSpace(_content.Location))
            throw ArmErrors.LocationRequired();
        CheckLocation();
    }

    public void RequireToken()
    {
        if (string.IsNullOrEmpty(Token))
            throw RegistrationErrors.InvalidRegistrationToken("registrationToken", "The body carries no properties.registrationToken.");
    }

    /// <summary>A PATCH says something: tags, a token or both. A location may come with it, as the published schema demands one.</summary>
    public void RequireAnything()
    {
        if (!string.IsNullOrWhiteSpace(_content.Location))
            CheckLocation();
        if (Token is null && Tags is null)
            throw ArmErrors.InvalidRequestContent("The body holds neither tags nor properties.registrationToken.");
    }

    private void CheckLocation()
    {
        if (!string.Concat(_content.Location!.Where(c => !char.IsWhiteSpace(c))).Equals(WellKnown.RegistrationLocation, StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.LocationNotAvailableForResourceType(_content.Location!, WellKnown.RegistrationType, ["global"]);
    }

    private static Dictionary<string, string>? ReadTags(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
            return null;
        // JSON merge patch: null takes the whole map away.
        if (element.ValueKind == JsonValueKind.Null)
            return [];
        if (element.ValueKind != JsonValueKind.Object)
            throw ArmErrors.InvalidRequestContent("The tags are an object of texts.");
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in element.EnumerateObject())
        {
            if (tag.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (tag.Value.ValueKind != JsonValueKind.String)
                throw ArmErrors.InvalidRequestContent("The value of a tag is a text.");
            if (!read.TryAdd(tag.Name, tag.Value.GetString()!))
                throw ArmErrors.InvalidRequestContent("A tag is named twice; letter case does not count.");
        }

        ResourceTags.Require(read);
        return read;
    }
}

/// <summary>As <see cref="RegistrationParameter"/>, with everything optional so that what is missing can be named.</summary>
internal sealed record RegistrationBodyContent(string? Location, RegistrationBodyProperties? Properties, JsonElement Tags);

internal sealed record RegistrationBodyProperties(string? RegistrationToken);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(RegistrationBodyContent))]
internal sealed partial class RegistrationBodyJson : JsonSerializerContext;
