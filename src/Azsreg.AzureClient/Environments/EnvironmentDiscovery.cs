using System.Text.Json;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Reads the anonymous <c>/metadata/endpoints</c>.</summary>
internal sealed class EnvironmentDiscovery(AzureConnection connection)
{
    // 2022-09-01 answers an object with Microsoft Graph in it, 2019-05-01 an array of clouds, 2015-01-01 the short object that
    // every stamp knows. A server that lacks a version answers 400 or 404.
    private static readonly string[] Versions = ["2022-09-01", "2019-05-01", "2015-01-01"];

    public async Task<AzureEnvironment> DiscoverAsync(Uri resourceManagerUrl, string? name, CancellationToken cancellationToken)
    {
        if (!resourceManagerUrl.IsAbsoluteUri || resourceManagerUrl.Scheme is not ("https" or "http"))
            throw new CataloguedException(ErrorCatalogue.NotResourceManager, $"'{resourceManagerUrl}' is no absolute https address.");

        var root = new Uri(resourceManagerUrl.GetLeftPart(UriPartial.Authority) + "/");
        var exchange = new HttpExchange(connection);
        HttpAnswer? last = null;
        foreach (var version in Versions)
        {
            var address = new Uri(root, $"metadata/endpoints?api-version={version}");
            last = await exchange.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), repeatable: true, cancellationToken);
            if (last.IsSuccess && TryRead(last.Body.Span, root, name) is { } environment)
                return environment;
        }

        throw new CataloguedException(
            ErrorCatalogue.NotResourceManager,
            $"{root}metadata/endpoints answered {last!.StatusCode} and names no sign-in endpoint.");
    }

    /// <summary>Reads one of the three forms; null where it is none of them.</summary>
    internal static AzureEnvironment? TryRead(ReadOnlySpan<byte> body, Uri root, string? name)
    {
        // Some servers write a byte order mark, which the JSON reader does not take.
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 16 });
            if (!JsonDocument.TryParseValue(ref reader, out var document))
                return null;
            using (document)
                return Choose(document.RootElement, root) is { } cloud ? Read(cloud, root, name) : null;
        }
        // The latter: an escape of half a character.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement? Choose(JsonElement answer, Uri root)
    {
        if (answer.ValueKind == JsonValueKind.Object)
            return answer;
        if (answer.ValueKind != JsonValueKind.Array)
            return null;

        // A server that tells of several clouds tells its own among them.
        JsonElement? first = null;
        foreach (var cloud in answer.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
        {
            first ??= cloud;
            if (Address(cloud, "resourceManager") is { } manager && manager.Authority == root.Authority)
                return cloud;
        }

        return first;
    }

    private static AzureEnvironment? Read(JsonElement cloud, Uri root, string? name)
    {
        if (!cloud.TryGetProperty("authentication", out var authentication) || authentication.ValueKind != JsonValueKind.Object)
            return null;
        if (Address(authentication, "loginEndpoint") is not { } login)
            return null;

        var audiences = authentication.TryGetProperty("audiences", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!).Where(a => a.Length is > 0 and <= 2048)
                .Take(32).ToArray()
            : [];
        if (audiences.Length == 0)
            return null;

        return new AzureEnvironment
        {
            Name = name ?? Text(cloud, "name") ?? root.Host,
            ResourceManagerUrl = root,
            LoginEndpoint = login,
            Audiences = audiences,
            // The 2015 form has only the older directory graph, which is another interface: no Microsoft Graph is better than the wrong one.
            GraphUrl = Address(cloud, "microsoftGraphResourceId"),
            PortalUrl = Address(cloud, "portal") ?? Address(cloud, "portalEndpoint"),
            DefaultTenant = Text(authentication, "tenant") ?? "organizations",
        };
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 256 } text
            ? text
            : null;

    private static Uri? Address(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        return Uri.TryCreate(value.GetString(), UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address : null;
    }
}
