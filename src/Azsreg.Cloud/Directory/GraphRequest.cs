using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Directory;

/// <summary>A request to Graph whose caller is known.</summary>
internal sealed class GraphRequest(HttpContext context, GraphCaller caller, Uri graph)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 999;
    private const int MaxBody = 256 * 1024;

    public GraphCaller Caller { get; } = caller;

    public CancellationToken Aborted => context.RequestAborted;

    public int PageSize => Query("$top") is not { } top ? DefaultPage
        : int.TryParse(top, out var size) && size is > 0 and <= MaxPage ? size
        : throw GraphException.BadRequest($"Invalid page size specified: '{Short(top)}'. Must be between 1 and {MaxPage} inclusive.");

    /// <summary>The id behind which the page starts.</summary>
    public Guid? After => Query("$skiptoken") is not { } token ? null
        : Guid.TryParse(token, out var id) ? id
        : throw GraphException.BadRequest("Invalid skip token.");

    public GraphFilter? Filter(params IReadOnlyList<string> properties) => GraphFilter.Read(Query("$filter"), properties);

    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>An id in the path; one that is no GUID names nothing.</summary>
    public Guid RouteId(string name = "id") => Guid.TryParse(Route(name), out var id) ? id : throw GraphException.NotFound(Short(Route(name)));

    /// <summary>True where the path names the object by its application's id: <c>applications(appId='…')</c>.</summary>
    public bool IsAlternateKey => context.Request.Path.Value!.Contains("(appId=", StringComparison.OrdinalIgnoreCase);

    /// <summary>An address below <c>graph/v1.0/</c>.</summary>
    public string Absolute(string relative) => new Uri(graph, relative).AbsoluteUri;

    public string Context(string collection) => Absolute("$metadata#" + collection);

    /// <summary>The link to the page behind <paramref name="last"/>, with the same size and filter.</summary>
    public string NextLink(string collection, Guid last)
    {
        var filter = Query("$filter") is { } text ? "&$filter=" + Uri.EscapeDataString(text) : "";
        return Absolute($"{collection}?$top={PageSize}{filter}&$skiptoken={last}");
    }

    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentLength > MaxBody)
            throw GraphException.BadRequest("The request is too large.");
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, Aborted)
                ?? throw GraphException.BadRequest("Empty Payload. JSON content expected.");
        }
        catch (JsonException)
        {
            throw GraphException.BadRequest(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    private static string Short(string text) => text.Length > 80 ? text[..80] : text;
}
