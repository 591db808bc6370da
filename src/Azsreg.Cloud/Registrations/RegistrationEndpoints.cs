using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Registrations;

/// <summary>The operations of <c>Microsoft.AzureStack/registrations</c>.</summary>
internal static class RegistrationEndpoints
{
    public const string Path = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.AzureStack/registrations";

    private const string Type = WellKnown.RegistrationType;
    private const int MaxPage = 1000;

    public static readonly string[] ApiVersions = ["2022-06-01", "2020-06-01-preview", "2017-06-01", "2016-01-01"];

    // An etag holds quotes; they are written \" as the service does, not \u0022.
    private static readonly ProtocolJson Json = new(new JsonSerializerOptions(ProtocolJson.Default.Options) { Encoder = ArmJson.Options.Encoder });

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider(Type, ApiVersions).In("global");
    private static readonly ArmApiVersions OperationVersions = ArmApiVersions.OfProvider("Microsoft.AzureStack/operations", ApiVersions);

    public static void MapRegistrations(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ListAsync).RequireArm(Type + "/read", Versions);
        app.MapGet("/subscriptions/{subscriptionId}/providers/Microsoft.AzureStack/registrations", ListAsync).RequireArm(Type + "/read", Versions);
        app.MapGet(Path + "/{name}", GetAsync).RequireArm(Type + "/read", Versions);
        app.MapPut(Path + "/{name}", PutAsync).RequireArm(Type + "/write", Versions);
        app.MapPatch(Path + "/{name}", PatchAsync).RequireArm(Type + "/write", Versions);
        app.MapDelete(Path + "/{name}", DeleteAsync).RequireArm(Type + "/delete", Versions);
        app.MapPost(Path + "/{name}/getActivationKey", GetActivationKeyAsync).RequireArm(Type + "/getActivationKey/action", Versions);
        app.MapGet("/providers/Microsoft.AzureStack/operations", ListOperations).RequireArm(null, OperationVersions);
        app.MapGet(ActivationSigningKeys.PublicPath, GetKeySetAsync);
        ActivatorUtilities.CreateInstance<CustomerSubscriptionEndpoints>(app.ServiceProvider).Map(app);
    }

    private static async Task<IResult> GetAsync(ArmRequest request, RegistrationStore store) =>
        await store.FindAsync(IdOf(request), request.Aborted) is { } found
            ? Answer(request, found)
            : throw ArmErrors.ResourceNotFound(IdOf(request));

    private static async Task<IResult> PutAsync(ArmRequest request, RegistrationService service, ResourceScopes scopes)
    {
        var id = IdOf(request);
        CheckName(id.Name);
        var body = await RegistrationBody.ReadAsync(request);
        body.RequireLocation();
        body.RequireToken();
        var (record, created) = await service.PutAsync(id, Change(request, body), request.Aborted);
        // Rights given to a former registration of this name, where its removal was cut short, are not this one's.
        if (created)
            await scopes.ForgetAsync(id.ToString(), request.Aborted);
        return Answer(request, record, created);
    }

    private static async Task<IResult> PatchAsync(ArmRequest request, RegistrationService service)
    {
        var body = await RegistrationBody.ReadAsync(request);
        body.RequireAnything();
        return Answer(request, await service.PatchAsync(IdOf(request), Change(request, body), request.Aborted));
    }

    private static async Task<IResult> DeleteAsync(ArmRequest request, RegistrationService service, ResourceScopes scopes)
    {
        var id = IdOf(request);
        var existed = await service.DeleteAsync(id, Header(request, "If-Match"), request.Aborted);
        // Also where it was gone already: the request that removed it may have been cut short here.
        await scopes.ForgetAsync(id.ToString(), request.Aborted);
        return existed ? ArmResults.Ok() : ArmResults.NoContent();
    }

    private static async Task<IResult> GetActivationKeyAsync(ArmRequest request, RegistrationStore store, ActivationKeyIssuer issuer)
    {
        var record = await store.FindAsync(IdOf(request), request.Aborted) ?? throw ArmErrors.ResourceNotFound(IdOf(request));
        return ArmResults.Ok(
            new ActivationKeyResult(await issuer.IssueAsync(record, request.Aborted)), Json.ActivationKeyResult);
    }

    private static async Task<IResult> ListAsync(ArmRequest request, RegistrationStore store)
    {
        var page = request.ReadPage(MaxPage, MaxPage);
        var rows = await store.ListAsync(request.SubscriptionId, request.ResourceGroupName, page.After, page.Take, request.Aborted);
        var shown = request.Page(page, rows, row => row.ResourceKey);
        return ArmResults.Ok(new ArmPage<Registration>([.. shown.Value.Select(Shape)], shown.NextLink), Json.ArmPageRegistration);
    }

    private static OperationListResult ListOperations() => new();

    private static async Task<IResult> GetKeySetAsync(ActivationSigningKeys keys, HttpContext context) =>
        Results.Text(await keys.PublicKeySetAsync(context.RequestAborted), "application/json");

    /// <summary>The id of the registration in the path.</summary>
    /// <exception cref="ArmException">400: a name holds what no name holds.</exception>
    public static ArmResourceId IdOf(ArmRequest request) => Parse(
        $"/subscriptions/{request.SubscriptionId}/resourceGroups/{request.Route("resourceGroup")}/providers/Microsoft.AzureStack/registrations/{request.Route("name")}");

    /// <exception cref="ArmException">400.</exception>
    public static ArmResourceId Parse(string id) => ArmResourceId.TryParse(id, out var parsed)
        ? parsed
        : throw new ArmException(400, "InvalidResourceName", "A name in the path holds a character that no name has, or is too long.");

    private static RegistrationChange Change(ArmRequest request, RegistrationBody body) =>
        new(body.Token, body.Tags, Header(request, "If-Match"), Header(request, "If-None-Match"));

    private static string? Header(ArmRequest request, string name) =>
        request.HttpContext.Request.Headers[name] is [{ Length: > 0 } value] ? value : null;

    // ARM RPC: a resource name has at most 260 characters; the forbidden ones never pass ArmResourceId.
    private static void CheckName(string name)
    {
        if (name.Length > 260 || name.EndsWith('.') || name.EndsWith(' '))
            throw new ArmException(400, "InvalidResourceName", $"The resource name '{name[..Math.Min(name.Length, 80)]}' is not valid.");
    }

    private static IResult Answer(ArmRequest request, RegistrationRecord record, bool created = false)
    {
        // The recordings show no such header; ARM RPC wants one where the body has an etag.
        request.HttpContext.Response.Headers.ETag = record.Etag;
        return created ? ArmResults.Created(Shape(record), Json.Registration) : ArmResults.Ok(Shape(record), Json.Registration);
    }

    private static Registration Shape(RegistrationRecord record) => new(
        record.Id.ToString(),
        record.Name,
        Type,
        "global",
        new RegistrationProperties(record.ObjectId, record.CloudId, record.BillingModel),
        record.Etag,
        record.Tags.Count > 0 ? record.Tags : null);

    private sealed class OperationListResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            return httpContext.Response.Body.WriteAsync(ProviderOperations.Json, httpContext.RequestAborted).AsTask();
        }
    }
}
