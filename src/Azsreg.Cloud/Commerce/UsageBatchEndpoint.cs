using System.Globalization;
using System.Text;
using Azsreg.ArmServer;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Azsreg.Cloud.Commerce;

/// <summary>Where stamps report usage: below the <c>usageEndpoint</c> of their activation key, with a token for its <c>usageResourceUri</c>.</summary>
internal sealed class UsageBatchEndpoint(UsageLedger ledger, SubscriptionStore subscriptions)
{
    public const string Root = "/usage";

    private const string Path = Root + RegistrationEndpoints.Path + "/{name}/activations/{activation}/usageBatches/{number}";

    private static readonly ArmApiVersions Versions =
        ArmApiVersions.OfProvider("Microsoft.AzureStack/registrations/activations/usageBatches", RegistrationEndpoints.ApiVersions).In("global");

    public void Map(IEndpointRouteBuilder app) =>
        // Not counted: ARM's 1,200 writes an hour are for people, and a stamp that comes back after a month must catch up.
        app.MapArm("PUT", Path, PutAsync).RequireArm(null, Versions, counted: false);

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var registration = RegistrationEndpoints.Parse(
            $"/subscriptions/{request.Route("subscriptionId")}/resourceGroups/{request.Route("resourceGroup")}/providers/Microsoft.AzureStack/registrations/{request.Route("name")}");
        // The path begins with the endpoint, so the pipeline has not seen the subscription in it.
        if (await subscriptions.FindAsync(registration.SubscriptionId!, request.Aborted) is not { } subscription
            || !subscription.TenantId.Equals(request.Caller.TenantId, StringComparison.OrdinalIgnoreCase))
            throw RegistrationErrors.RegistrationNotFound(registration);
        var batch = await ReadAsync(request);
        if (batch.Header.ActivationId != request.Route("activation")
            || batch.Header.Number.ToString(CultureInfo.InvariantCulture) != request.Route("number"))
            throw CommerceErrors.PathMismatch();
        return new Answer(await ledger.TakeAsync(registration, request.Caller.ObjectId, batch, request.Aborted));
    }

    private static async Task<UsageBatch> ReadAsync(ArmRequest request)
    {
        var http = request.HttpContext.Request;
        if (http.ContentLength > UsageBatchLimits.MaxCompressedBytes)
            throw ArmErrors.RequestContentTooLarge(UsageBatchLimits.MaxCompressedBytes);
        if (http.Headers.ContentEncoding is not [{ } encoding] || !encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            || !MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || type.MediaType != UsageBatch.ContentType)
            throw new ArmException(415, "UnsupportedMediaType", $"A usage batch is sent as {UsageBatch.ContentType} with Content-Encoding gzip.");
        try
        {
            return await UsageBatchReader.ReadAsync(http.Body, request.Aborted);
        }
        catch (UsageFormatException fault)
        {
            throw CommerceErrors.Unreadable(fault);
        }
    }

    private sealed class Answer(string json) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            var bytes = Encoding.UTF8.GetBytes(json);
            httpContext.Response.ContentLength = bytes.Length;
            await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
