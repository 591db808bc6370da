using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Registrations;

/// <summary>The operations of <c>Microsoft.AzureStack/registrations/customerSubscriptions</c>.</summary>
internal sealed class CustomerSubscriptionEndpoints(
    RegistrationStore registrations, CustomerSubscriptionStore customers, SubscriptionStore subscriptions, PartnerDirectory partners, TimeProvider clock)
{
    public const string Type = "Microsoft.AzureStack/registrations/customerSubscriptions";

    private const string Path = RegistrationEndpoints.Path + "/{name}/customerSubscriptions";

    /// <summary>2016-01-01 has none.</summary>
    public static readonly string[] ApiVersions = [.. RegistrationEndpoints.ApiVersions.Where(version => version != "2016-01-01")];

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider(Type, ApiVersions).In("global");
    private static readonly ProtocolJson Json = new(new JsonSerializerOptions(ProtocolJson.Default.Options) { Encoder = ArmJson.Options.Encoder });

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapArm("GET", Path, ListAsync).RequireArm(Type + "/read", Versions);
        app.MapArm("GET", Path + "/{customer}", GetAsync).RequireArm(Type + "/read", Versions);
        app.MapArm("PUT", Path + "/{customer}", PutAsync).RequireArm(Type + "/write", Versions);
        app.MapArm("DELETE", Path + "/{customer}", DeleteAsync).RequireArm(Type + "/delete", Versions);
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var registration = await RegistrationAsync(request);
        var page = request.ReadPage();
        var rows = await customers.ListAsync(registration.ResourceKey, page.After, page.Take, request.Aborted);
        var shown = request.Page(page, rows, row => row.SubscriptionId);
        return ArmResults.Ok(
            new ArmPage<CustomerSubscription>([.. shown.Value.Select(row => Shape(registration, row))], shown.NextLink), Json.ArmPageCustomerSubscription);
    }

    private async Task<IResult> GetAsync(ArmRequest request)
    {
        var registration = await RegistrationAsync(request);
        // The id counts letter by letter, as documented: one in capitals is another.
        var row = await customers.FindAsync(registration.ResourceKey, request.Route("customer"), request.Aborted)
            ?? throw CustomerSubscriptionErrors.NotFound(request.Route("customer"), registration.Name);
        return ArmResults.Ok(Shape(registration, row), Json.CustomerSubscription);
    }

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var registration = await RegistrationAsync(request);
        var id = request.Route("customer");
        var body = await request.TryReadAsync(CustomerSubscriptionJson.Default.CustomerSubscriptionBody);
        var customer = await JudgeAsync(registration, id, request.Aborted);
        // The documented request had no body for years: then it is the directory of the subscription itself.
        var tenant = body?.Properties?.TenantId is { Length: > 0 } given ? TenantOf(given) : customer.TenantId;
        var row = new CustomerSubscriptionStore.CustomerRow(id, tenant, RegistrationEtag.Create(clock));
        if (!await customers.PutAsync(registration.Id, row, request.Aborted))
            throw RegistrationErrors.RegistrationNotFound(registration.Id);
        // 201 without a body, also where it was there: so the service is documented; the swagger's 200 with a body was never seen.
        return new StatusResult(201);
    }

    private async Task<IResult> DeleteAsync(ArmRequest request)
    {
        var registration = await RegistrationAsync(request);
        await customers.DeleteAsync(registration.ResourceKey, request.Route("customer"), request.Aborted);
        return ArmResults.NoContent();
    }

    private async Task<RegistrationRecord> RegistrationAsync(ArmRequest request)
    {
        var id = RegistrationEndpoints.IdOf(request);
        var registration = await registrations.FindAsync(id, request.Aborted) ?? throw RegistrationErrors.RegistrationNotFound(id);
        return registration.BillingModel == nameof(BillingModel.PayAsYouUse) ? registration : throw CustomerSubscriptionErrors.NotAllowed();
    }

    /// <summary>The customer's subscription, where the registration may have it.</summary>
    private async Task<Subscription> JudgeAsync(RegistrationRecord registration, string id, CancellationToken cancellationToken)
    {
        try
        {
            if (!await partners.IsApprovedAsync(registration.SubscriptionId, cancellationToken))
                throw CustomerSubscriptionErrors.UnauthorizedRegistration(registration.Name);
            if (id.Length != 36 || !Guid.TryParseExact(id, "D", out var parsed) || parsed.ToString() != id
                || await subscriptions.FindAsync(id, cancellationToken) is not { } customer)
                throw CustomerSubscriptionErrors.InvalidSubscription(id);
            if (!customer.QuotaId.StartsWith("CSP_", StringComparison.OrdinalIgnoreCase))
                throw CustomerSubscriptionErrors.NotOfPartner(id);
            return await partners.PartnerOfAsync(id, cancellationToken) == await partners.PartnerOfAsync(registration.SubscriptionId, cancellationToken)
                ? customer
                : throw CustomerSubscriptionErrors.OfAnotherPartner(id, registration.Name);
        }
        catch (DbException fault)
        {
            throw CustomerSubscriptionErrors.ResolverFailed(fault);
        }
    }

    private static string TenantOf(string text) => Guid.TryParseExact(text, "D", out var tenant)
        ? tenant.ToString()
        : throw ArmErrors.InvalidRequestContent("properties.tenantId is the id of a directory, a GUID.");

    private static CustomerSubscription Shape(RegistrationRecord registration, CustomerSubscriptionStore.CustomerRow row) => new(
        registration.Id.Child("customerSubscriptions", row.SubscriptionId).ToString(),
        $"{registration.Name}/{row.SubscriptionId}",
        Type,
        row.Etag,
        new CustomerSubscriptionProperties(row.TenantId));

    private sealed class StatusResult(int statusCode) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = statusCode;
            return Task.CompletedTask;
        }
    }
}

internal sealed record CustomerSubscriptionBody(CustomerSubscriptionProperties? Properties);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(CustomerSubscriptionBody))]
internal sealed partial class CustomerSubscriptionJson : JsonSerializerContext;
