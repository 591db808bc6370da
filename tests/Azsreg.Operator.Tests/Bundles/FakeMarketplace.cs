using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Azsreg.Operator.Tests.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Operator.Tests.Bundles;

/// <summary>A registration's products and their blobs, with literal answers and the faults a test asks for; and a stamp that takes uploads.</summary>
internal sealed class FakeMarketplace
{
    public const string Registration = "/subscriptions/" + FakeAzure.Stamps + "/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-1";
    private const string Bridge = "/subscriptions/{s}/resourceGroups/azurestack-activation/providers/Microsoft.AzureBridge.Admin/activations/default";

    private int _ranges;
    private int _links;

    public List<FakeItem> Items { get; } = [];

    /// <summary>Ranges asked for, as <c>{path} {range}</c>.</summary>
    public ConcurrentQueue<string> Ranges { get; } = new();

    /// <summary>Called for the n-th range from 1; what it names happens instead: a status, <c>cut</c>, <c>corrupt</c>, <c>expired</c>, or null for nothing.</summary>
    public Func<int, string?> Fault { get; set; } = _ => null;

    /// <summary>Waited for before a range is answered.</summary>
    public Func<int, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Our own metadata; real Azure has none.</summary>
    public bool TellsSha256 { get; set; } = true;

    /// <summary>What is told of every blob in the place of the truth.</summary>
    public string? LiesSha256 { get; set; }

    /// <summary>How often details were asked for; a link is good for the number it carries or a later one.</summary>
    public int LinksGiven => _links;

    public int FirstGoodLink { get; set; }

    // The stamp's part.
    public bool IsActivated { get; set; } = true;

    public ConcurrentDictionary<string, ConcurrentDictionary<string, byte[]>> Staged { get; } = new();

    public ConcurrentDictionary<string, byte[]> Whole { get; } = new();

    public ConcurrentDictionary<string, string> Downloaded { get; } = new();

    /// <summary>Requests of uploads, as <c>PUT block {hash} {id}</c>.</summary>
    public ConcurrentQueue<string> Uploads { get; } = new();

    /// <summary>Items the stamp refuses.</summary>
    public HashSet<string> Refused { get; } = [];

#pragma warning disable CA5351 // What Azure Storage's Content-MD5 is.
    public static byte[] Md5(byte[] content) => MD5.HashData(content);
#pragma warning restore CA5351

    public void Map(WebApplication app, Uri url)
    {
        app.MapGet("/subscriptions/{s}/providers/Microsoft.AzureStack/registrations", context => Json(context, $$"""
            {"value":[{"id":"{{Registration}}","name":"AzureStack-1","type":"Microsoft.AzureStack/registrations","location":"global","properties":{"cloudId":"5b0a7e8d","billingModel":"PayAsYouUse"} }]}
            """));
        app.MapGet(Registration + "/products", context => Json(context, $$"""{"value":[{{string.Join(',', Items.Select(Listed))}}]}"""));
        app.MapPost(Registration + "/products/{id}/listDetails", (HttpContext context, string id) =>
        {
            var item = Items.First(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
            var query = $"sv=2020-10-02&sr=b&sp=r&sig=secret-{Interlocked.Increment(ref _links)}";
            var needs = string.Join(',', item.Needs.Select(need => $"\"{need}\""));
            return Json(context, $$"""
                {"galleryPackageBlobSasUri":"{{url}}acc/packages/{{id}}.azpkg?{{query}}","productKind":"virtualMachineExtension",
                 "properties":{"version":"1.0","vmOsType":"Linux","sourceBlob":{"uri":"{{url}}acc/archives/{{id}}.zip?{{query}}"},"dependentProducts":[{{needs}}]} }
                """);
        });
        app.MapMethods("/acc/{container}/{blob}", ["GET", "HEAD"], BlobAsync);
        MapStamp(app, url);
    }

    private string Listed(FakeItem item) => $$"""
        {"id":"{{Registration}}/products/{{item.Id}}","name":"AzureStack-1/{{item.Id}}","type":"Microsoft.AzureStack/registrations/products",
         "properties":{"displayName":"Item {{item.Id}}","description":"What it does","publisherDisplayName":"Contoso","productKind":"virtualMachineExtension",
         {{(item.Terms is null ? "" : $"\"legalTerms\":\"{item.Terms}\",")}}
         "payloadLength":{{item.Package.Length + item.Archive.Length}},"productProperties":{"version":"{{item.Id[(item.Id.LastIndexOf('-') + 1)..]}}"},
         "compatibility":{"isCompatible":{{(item.IsCompatible ? "true" : "false")}},"message":"None","description":"None","issues":[]} } }
        """;

    private async Task BlobAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["blob"]!;
        var item = Items.First(one => name.StartsWith(one.Id, StringComparison.OrdinalIgnoreCase));
        var content = name.EndsWith(".azpkg", StringComparison.Ordinal) ? item.Package : item.Archive;
        var number = int.Parse(context.Request.Query["sig"].ToString()["secret-".Length..], CultureInfo.InvariantCulture);
        if (number < FirstGoodLink)
        {
            await Refuse(context, 403, "AuthenticationFailed");
            return;
        }

        var response = context.Response;
        response.Headers.ETag = "\"0x8DB\"";
        response.Headers.AcceptRanges = "bytes";
        if (TellsSha256) response.Headers["x-ms-meta-sha256"] = LiesSha256 ?? Convert.ToHexStringLower(SHA256.HashData(content));
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentLength = content.Length;
            response.Headers.ContentMD5 = Convert.ToBase64String(Md5(content));
            return;
        }

        await RangeAsync(context, content, name);
    }

    private async Task RangeAsync(HttpContext context, byte[] content, string name)
    {
        var nth = Interlocked.Increment(ref _ranges);
        var range = context.Request.Headers.Range.ToString();
        Ranges.Enqueue($"{name} {range}");
        await Before(nth, context.RequestAborted);
        var bounds = range["bytes=".Length..].Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var body = content[bounds[0]..(bounds[1] + 1)];
        var response = context.Response;
        response.Headers.ContentMD5 = Convert.ToBase64String(Md5(body));
        switch (Fault(nth))
        {
            case "cut":
                response.StatusCode = 206;
                response.ContentLength = body.Length;
                await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
                await response.Body.FlushAsync();
                context.Abort();
                return;
            case "corrupt":
                body[body.Length / 2] ^= 1;
                break;
            case "expired":
                FirstGoodLink = LinksGiven + 1;
                await Refuse(context, 403, "AuthenticationFailed");
                return;
            case { } status:
                response.Headers.RetryAfter = "1";
                await Refuse(context, int.Parse(status, CultureInfo.InvariantCulture), "ServerBusy");
                return;
        }

        response.StatusCode = 206;
        response.Headers.ContentRange = $"bytes {bounds[0]}-{bounds[1]}/{content.Length}";
        await response.Body.WriteAsync(body);
    }

    private void MapStamp(WebApplication app, Uri url)
    {
        app.MapGet(Bridge, context => IsActivated
            ? Json(context, """{"id":"a","name":"default","type":"Microsoft.AzureBridge.Admin/activations","properties":{"displayName":"Azure Stack Activation"} }""")
            : Json(context, """{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'azurestack-activation' could not be found."} }""", 404));
        app.MapGet(Bridge + "/downloadedProducts", context => Json(context, $$"""
            {"value":[{{string.Join(',', Downloaded.Keys.Select(id => $$"""{"id":"x","name":"default/{{id}}","type":"t","properties":{"provisioningState":"Succeeded"} }"""))}}]}
            """));
        app.MapPut(Bridge + "/downloadedProducts/{id}", async (HttpContext context, string id) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (Refused.Contains(id))
            {
                await Json(context, """{"error":{"code":"ProductNotCompatible","message":"Not for this stamp."} }""", 409);
                return;
            }

            Downloaded[id] = body;
            context.Response.Headers["Azure-AsyncOperation"] = $"{url}operations/{id}?api-version=2016-01-01";
            await Json(context, body, 202);
        });
        app.MapGet(Bridge + "/downloadedProducts/{id}", (HttpContext context, string id) => Json(context, Downloaded[id]));
        app.MapGet("/operations/{id}", context => Json(context, """{"id":"o","name":"o","status":"Succeeded"}"""));
        app.MapMethods("/uploads/{hash}", ["HEAD", "GET", "PUT"], UploadAsync);
    }

    private async Task UploadAsync(HttpContext context)
    {
        var hash = (string)context.Request.RouteValues["hash"]!;
        var (method, comp) = (context.Request.Method, context.Request.Query["comp"].ToString());
        var staged = Staged.GetOrAdd(hash, _ => new());
        if (HttpMethods.IsHead(method))
        {
            context.Response.StatusCode = Whole.ContainsKey(hash) ? 200 : 404;
            return;
        }

        if (HttpMethods.IsGet(method))
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><CommittedBlocks /><UncommittedBlocks>{string.Concat(staged.Select(one => $"<Block><Name>{one.Key}</Name><Size>{one.Value.Length}</Size></Block>"))}</UncommittedBlocks></BlockList>");
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (comp == "block")
        {
            Uploads.Enqueue($"PUT block {hash} {context.Request.Query["blockid"]} {Convert.ToBase64String(Md5(body.ToArray())) == context.Request.Headers.ContentMD5} {context.Request.Headers.Authorization.ToString()[..6]}");
            staged[context.Request.Query["blockid"]!] = body.ToArray();
            context.Response.StatusCode = 201;
            return;
        }

        var list = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Uploads.Enqueue($"PUT blocklist {hash} {list}");
        var ids = System.Xml.Linq.XDocument.Parse(list).Root!.Elements("Latest").Select(one => one.Value);
        byte[] whole = [.. ids.SelectMany(id => staged[id])];
        if (Convert.ToHexStringLower(SHA256.HashData(whole)) != hash)
        {
            staged.Clear();
            await Refuse(context, 400, "Sha256Mismatch");
            return;
        }

        Whole[hash] = whole;
        context.Response.StatusCode = 201;
    }

    private static Task Refuse(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        context.Response.ContentType = "application/xml";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message></Error>");
    }

    private static Task Json(HttpContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
