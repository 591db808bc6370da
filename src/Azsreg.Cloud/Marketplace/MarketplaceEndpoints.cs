using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The operations of <c>Microsoft.AzureStack/registrations/products</c>.</summary>
internal static class MarketplaceEndpoints
{
    private const string Path = RegistrationEndpoints.Path + "/{name}/products";

    /// <summary>In the place of a product's name: all of them (published examples).</summary>
    private const string AllProducts = "_all";

    private const int DefaultPage = 100;
    private const int MaxPage = 1000;
    private const int MaxSearch = 200;

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider(ProductWriter.Type, RegistrationEndpoints.ApiVersions).In("global");

    // A signature holds plus signs and links ampersands; they are written as they are.
    private static readonly ProtocolJson Json = new(new JsonSerializerOptions(ProtocolJson.Default.Options) { Encoder = ArmJson.Options.Encoder });

    public static void MapMarketplace(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ListAsync).RequireArm(ProductWriter.Type + "/read", Versions);
        app.MapGet(Path + "/{product}", GetAsync).RequireArm(ProductWriter.Type + "/read", Versions);
        app.MapPost(Path + "/{product}/listDetails", ListDetailsAsync).RequireArm(ProductWriter.Type + "/listDetails/action", Versions);
        // With GET too: a client gets the next page that way, also of a list it asked for with POST.
        app.MapMethods(Path + "/{product}/listProducts", ["POST", "GET"], ListAsync).RequireArm(ProductWriter.Type + "/listProducts/action", Versions);
        app.MapMethods(Path + "/{product}/getProducts", ["POST", "GET"], ListAsync).RequireArm(ProductWriter.Type + "/getProducts/action", Versions);
        app.MapPost(Path + "/{product}/getProduct", GetAsync).RequireArm(ProductWriter.Type + "/getProduct/action", Versions);
        app.MapPost(Path + "/{product}/uploadProductLog", UploadLogAsync).RequireArm(ProductWriter.Type + "/uploadProductLog/action", Versions);
        // Not among Azure's operations, which tell nobody what devices reported.
        app.MapGet(Path + "/{product}/productLogs", ListLogsAsync).RequireArm(ProductWriter.Type + "/read", Versions);
        BlobEndpoints.Map(app);
    }

    private static async Task<IResult> ListAsync(ArmRequest request, RegistrationStore registrations, ProductStore products, BlobLinks links)
    {
        var writer = await WriterAsync(request, registrations, links);
        var asked = request.ReadPage(DefaultPage, MaxPage);
        var filter = new ProductFilter { Words = Words(request), Kind = Kind(request), Name = Named(request) };
        var rows = await products.ListAsync(filter, asked.After, asked.Take, request.Aborted);
        if (filter.Name is not null && rows.Count == 0 && asked.After is null)
            throw await MissingAsync(request, products);
        var page = request.Page(asked, rows, row => row.Key);
        return new JsonResult(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var row in page.Value)
                writer.Write(json, row);
            json.WriteEndArray();
            if (page.NextLink is { } next)
                json.WriteString("nextLink", next);
            json.WriteEndObject();
        });
    }

    private static async Task<IResult> GetAsync(ArmRequest request, RegistrationStore registrations, ProductStore products, BlobLinks links)
    {
        var writer = await WriterAsync(request, registrations, links);
        var product = await FindAsync(request, products);
        return new JsonResult(json => writer.Write(json, product));
    }

    private static async Task<IResult> ListDetailsAsync(
        ArmRequest request, RegistrationStore registrations, ProductStore products, ProductDetails details)
    {
        await RegistrationAsync(request, registrations);
        var product = await FindAsync(request, products);
        return ArmResults.Ok(await details.GetAsync(product, request.Aborted), Json.ExtendedProduct);
    }

    private static async Task<IResult> UploadLogAsync(
        ArmRequest request, RegistrationStore registrations, ProductStore products, ProductLogs logs)
    {
        var registration = await RegistrationAsync(request, registrations);
        var update = await request.TryReadAsync(ProtocolJson.Tolerant.MarketplaceProductLogUpdate) ?? new MarketplaceProductLogUpdate();
        // A stamp may tell of a product that was retired while it worked on it.
        var name = (await products.FindAsync(request.Route("product"), request.Aborted))?.Name
            ?? (await products.FindRetiredAsync(request.Route("product"), request.Aborted))?.Name
            ?? throw await MissingAsync(request, products);
        return ArmResults.Ok(await logs.EnterAsync(registration, name, update, request.Aborted), Json.ProductLog);
    }

    private static async Task<IResult> ListLogsAsync(ArmRequest request, RegistrationStore registrations, ProductLogs logs)
    {
        var registration = await RegistrationAsync(request, registrations);
        var asked = request.ReadPage(DefaultPage, MaxPage);
        var page = request.Page(asked, await logs.ListAsync(registration, Named(request), asked.After, asked.Take, request.Aborted), log => log.Id);
        return new JsonResult(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var log in page.Value)
                JsonSerializer.Serialize(json, log, Json.ProductLog);
            json.WriteEndArray();
            if (page.NextLink is { } next)
                json.WriteString("nextLink", next);
            json.WriteEndObject();
        });
    }

    private static async Task<CatalogueProduct> FindAsync(ArmRequest request, ProductStore products) =>
        await products.FindAsync(request.Route("product"), request.Aborted) ?? throw await MissingAsync(request, products);

    private static async Task<ArmException> MissingAsync(ArmRequest request, ProductStore products) =>
        await products.FindRetiredAsync(request.Route("product"), request.Aborted) is { } retired
            ? new ArmException(404, "ResourceNotFound", retired.Describe(), retired.Name)
            : ArmErrors.ResourceNotFound(RegistrationEndpoints.Parse($"{RegistrationEndpoints.IdOf(request)}/products/{request.Route("product")}"));

    private static async Task<ProductWriter> WriterAsync(ArmRequest request, RegistrationStore registrations, BlobLinks links)
    {
        var registration = await RegistrationAsync(request, registrations);
        return new ProductWriter(registration, AskingDevice.Of(registration, await DeviceAsync(request)), links);
    }

    // A page's link repeats what the POST told of the device: the pages after the first come without a body.
    private static async Task<DeviceConfiguration?> DeviceAsync(ArmRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
            return new DeviceConfiguration(request.Query("deviceVersion"), request.Query("identitySystem"));
        var device = await request.TryReadAsync(ProtocolJson.Tolerant.DeviceConfiguration);
        var query = request.HttpContext.Request.QueryString;
        if (device?.DeviceVersion is { Length: > 0 } version)
            query = query.Add("deviceVersion", version);
        if (device?.IdentitySystem is { Length: > 0 } identity)
            query = query.Add("identitySystem", identity);
        request.HttpContext.Request.QueryString = query;
        return device;
    }

    private static async Task<RegistrationRecord> RegistrationAsync(ArmRequest request, RegistrationStore registrations) =>
        await registrations.FindAsync(RegistrationEndpoints.IdOf(request), request.Aborted)
        ?? throw ArmErrors.ParentResourceNotFound(request.Route("name"));

    private static string? Named(ArmRequest request) => request.HttpContext.Request.RouteValues["product"] is string product && product != AllProducts
        ? CatalogueProduct.KeyOf(product)
        : null;

    // The published operation has no parameters of its own; a search by words spares clients the whole catalogue.
    private static string[] Words(ArmRequest request)
    {
        var search = request.Query("$search")?.Trim('"') ?? "";
        return search.Length <= MaxSearch
            ? search.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new ArmException(400, "InvalidQueryParameter", $"The $search is longer than {MaxSearch} characters.", "$search");
    }

    private static string? Kind(ArmRequest request)
    {
        const string prefix = "productKind eq '";
        return request.Query("$filter") switch
        {
            null => null,
            var filter when filter.StartsWith(prefix, StringComparison.Ordinal) && filter.EndsWith('\'') && filter.Length <= 80 => filter[prefix.Length..^1],
            _ => throw new ArmException(400, "InvalidFilter", "The $filter understood here is: productKind eq 'virtualMachine' (or another kind).", "$filter"),
        };
    }

    private sealed class JsonResult(Action<Utf8JsonWriter> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, ProductWriter.Options);
            write(json);
            await json.FlushAsync(httpContext.RequestAborted);
        }
    }
}
