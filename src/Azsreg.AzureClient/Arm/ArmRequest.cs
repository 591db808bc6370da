namespace Azsreg.AzureClient;

/// <summary>One request to a Resource Manager or to Graph.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">From the root, starting with a slash, already escaped; an ARM id is one.</param>
/// <param name="ApiVersion">Sent as <c>api-version</c>; null sends none, as Graph and a <c>nextLink</c> want.</param>
public sealed record ArmRequest(HttpMethod Method, string Path, string? ApiVersion)
{
    /// <summary>Further query parameters, not yet escaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>The body; null sends none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type; null is JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body's encoding, such as <c>gzip</c>; null for none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Sent as <c>If-Match</c>.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Sent as <c>If-None-Match</c>.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>True where doing it twice is the same as once, so that a lost answer may be asked for again. POST is not, unless said.</summary>
    public bool IsRepeatable { get; init; } = Method != HttpMethod.Post;

    internal string Target
    {
        get
        {
            var parameters = Query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}");
            if (ApiVersion is not null)
                parameters = parameters.Prepend($"api-version={Uri.EscapeDataString(ApiVersion)}");
            var query = string.Join('&', parameters);
            return query.Length == 0 ? Path : $"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        }
    }
}
