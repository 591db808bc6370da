using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.ArmServer;
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
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;
    private const int MaxSearch = 200;

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider(ProductWriter.Type, RegistrationEndpoints.ApiVersions).In("global");

    public static void MapMarketplace(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ListAsync).RequireArm(ProductWriter.Type + "/read", Versions);
        app.MapGet(Path + "/{product}", GetAsync).RequireArm(ProductWriter.Type + "/read", Versions);
        app.MapPost(Path + "/{product}/listDetails", ListDetailsAsync).RequireArm(ProductWriter.Type + "/listDetails/action", Versions);
        // With GET too: a client gets the next page that way, also of a list it asked for with POST.
        app.MapMethods(Path + "/{product}/listProducts", ["POST", "GET"], ListAsync).RequireArm(ProductWriter.Type + "/listProducts/action", Versions);
        app.MapMethods(Path + "/{product}/getProducts", ["POST", "GET"], ListAsync).RequireArm(ProductWriter.Type + "/getProducts/action", Versions);
        app.MapPost(Path + "/{product}/getProduct", GetAsync).RequireArm(ProductWriter.Type + "/getProduct/action", Versions);
        app.MapProductIcons();
    }

    private static async Task<IResult> ListAsync(ArmRequest request, RegistrationStore registrations, ProductStore products)
    {
        var writer = await WriterAsync(request, registrations);
        var asked = request.ReadPage(DefaultPage, MaxPage);
        var page = request.Page(asked, await products.ListAsync(asked.After, Words(request), Kind(request), asked.Take, request.Aborted), row => row.Key);
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

    private static async Task<IResult> GetAsync(ArmRequest request, RegistrationStore registrations, ProductStore products)
    {
        var writer = await WriterAsync(request, registrations);
        var product = await FindAsync(request, products);
        return new JsonResult(json => writer.Write(json, product));
    }

    private static async Task<IResult> ListDetailsAsync(ArmRequest request, RegistrationStore registrations, ProductStore products)
    {
        await RegistrationAsync(request, registrations);
        var product = await FindAsync(request, products);
        return new JsonResult(json =>
        {
            json.WriteStartObject();
            json.WriteString("productKind", product.Kind);
            json.WritePropertyName("properties");
            json.WriteRawValue(product.Details, skipInputValidation: true);
            json.WriteEndObject();
        });
    }

    private static async Task<CatalogueProduct> FindAsync(ArmRequest request, ProductStore products) =>
        await products.FindAsync(request.Route("product"), request.Aborted)
        ?? throw ArmErrors.ResourceNotFound(RegistrationEndpoints.Parse($"{RegistrationEndpoints.IdOf(request)}/products/{request.Route("product")}"));

    private static async Task<ProductWriter> WriterAsync(ArmRequest request, RegistrationStore registrations)
    {
        var registration = await RegistrationAsync(request, registrations);
        var device = HttpMethods.IsPost(request.Method) ? await request.TryReadAsync(MarketplaceJson.Default.DeviceConfiguration) : null;
        return new ProductWriter(registration, new Uri(request.Absolute("/")), device?.DeviceVersion, device?.IdentitySystem);
    }

    private static async Task<RegistrationRecord> RegistrationAsync(ArmRequest request, RegistrationStore registrations) =>
        await registrations.FindAsync(RegistrationEndpoints.IdOf(request), request.Aborted)
        ?? throw ArmErrors.ParentResourceNotFound(request.Route("name"));

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

/// <summary>What a stamp tells of itself with the POST forms, so that what does not fit it is marked.</summary>
internal sealed record DeviceConfiguration(string? DeviceVersion, string? IdentitySystem);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, MaxDepth = 8)]
[JsonSerializable(typeof(DeviceConfiguration))]
internal sealed partial class MarketplaceJson : JsonSerializerContext;
