using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Azsreg.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Azsreg.Portal.Web;

/// <summary>
/// The client side's files, bundled at build and embedded. A name carries its content's hash, so that a browser keeps a file for good and a
/// new version has new names; each lies there compressed too, as nothing is worth compressing anew at every request.
/// </summary>
internal sealed class ClientFiles
{
    private const string Prefix = "client/";
    private const string Forever = "public, max-age=31536000, immutable";
    private static readonly Assembly Here = typeof(ClientFiles).Assembly;

    private readonly FrozenSet<string> _resources;
    private readonly FrozenSet<string> _icons;

    public ClientFiles()
    {
        _resources = Here.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);
        using var stream = Here.GetManifestResourceStream(Prefix + "manifest.json")
            ?? throw new InvalidOperationException("The portal was built without its client side.");
        using var manifest = JsonDocument.Parse(stream);
        var root = manifest.RootElement;
        Script = Path(root.GetProperty("script").GetString()!);
        Chart = Path(root.GetProperty("chart").GetString()!);
        Style = Path(root.GetProperty("style").GetString()!);
        Icons = Path(root.GetProperty("icons").GetString()!);
        Mark = Path(root.GetProperty("mark").GetString()!);
        _icons = root.GetProperty("iconNames").EnumerateArray().Select(name => name.GetString()!).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Script { get; }

    /// <summary>The chunk that draws charts.</summary>
    public string Chart { get; }

    public string Style { get; }

    public string Icons { get; }

    public string Mark { get; }

    /// <summary>Where an icon is.</summary>
    /// <exception cref="InvalidOperationException">It is not in <c>Client/icons.json</c>.</exception>
    public string Icon(string name) => _icons.Contains(name) ? $"{Icons}#{name}" : throw new InvalidOperationException($"'{name}' is not in Client/icons.json.");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", Send).ForAnybody();
        routes.MapGet("/favicon.ico", () => Results.Redirect(Mark)).ForAnybody();
    }

    private static string Path(string name) => "/assets/" + name;

    private IResult Send(HttpContext http, string name)
    {
        var contentType = System.IO.Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => null,
        };
        if (contentType is null || !_resources.Contains(Prefix + name))
            return Results.NotFound();
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (ending, encoding) =
            accepted.Contains("br", StringComparison.Ordinal) ? (".br", "br")
            : accepted.Contains("gzip", StringComparison.Ordinal) ? (".gz", "gzip")
            : ("", null);
        http.Response.Headers.CacheControl = Forever;
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null)
            http.Response.Headers.ContentEncoding = encoding;
        return Results.Stream(Here.GetManifestResourceStream(Prefix + name + ending)!, contentType);
    }
}
