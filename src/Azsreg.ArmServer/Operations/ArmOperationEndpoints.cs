using System.Globalization;
using System.Text.Json;
using Azsreg.ArmServer.Operations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.ArmServer;

/// <summary>Puts long-running operations into a role.</summary>
public static class ArmOperationEndpoints
{
    /// <summary>
    /// Adds <see cref="ArmOperations"/> and what runs them; the role has registered its <see cref="SqlDatabase"/>, and registers one
    /// <see cref="IArmOperationHandler"/> for each kind.
    /// </summary>
    public static IServiceCollection AddArmOperations(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ArmOperations(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<ArmServerOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ArmOperationRunner>();
        return services;
    }

    /// <summary>Maps the two polling URLs.</summary>
    public static void MapArmOperations(this IEndpointRouteBuilder endpoints)
    {
        // Any api-version will do: Azure's clients put the one of the call that started the operation in the place of ours.
        endpoints.MapGet("/subscriptions/{subscriptionId}/operationresults/{operationId}", ReadResult).RequireArm(null, null);
        endpoints.MapGet("/subscriptions/{subscriptionId}/operationstatuses/{operationId}", ReadStatus).RequireArm(null, null);
    }

    private static async Task ReadResult(HttpContext context)
    {
        var (request, operations, operation) = await FindAsync(context).ConfigureAwait(false);
        switch (operation.Status)
        {
            case ArmOperationStatus.Running:
                await operations.Accept(request, operation).ExecuteAsync(context).ConfigureAwait(false);
                return;
            case ArmOperationStatus.Failed:
                throw new ArmException(409, operation.Error!);
            default:
                context.Response.StatusCode = operation.ResultStatus!.Value;
                if (operation.ResultBody is not { } body)
                    return;
                context.Response.ContentType = "application/json; charset=utf-8";
                await context.Response.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
                return;
        }
    }

    private static async Task ReadStatus(HttpContext context)
    {
        var (_, operations, operation) = await FindAsync(context).ConfigureAwait(false);
        if (operation.Status == ArmOperationStatus.Running)
            operations.WriteRetryAfter(context.Response);
        var status = new OperationStatus(
            $"/subscriptions/{operation.SubscriptionId}/operationstatuses/{operation.Id}", operation.Id, operation.Status.ToString(),
            Time(operation.StartedAt), operation.EndedAt is { } ended ? Time(ended) : null,
            operation.Status == ArmOperationStatus.Running ? 0 : 100,
            operation.ResultBody is { } body ? JsonElement.Parse(body) : null, operation.Error);
        await ArmResults.Ok(status).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static async Task<(ArmRequest Request, ArmOperations Operations, ArmOperation Operation)> FindAsync(HttpContext context)
    {
        var request = ArmRequest.From(context);
        var operations = context.RequestServices.GetRequiredService<ArmOperations>();
        var id = request.Route("operationId");
        var operation = await operations.FindAsync(request.SubscriptionId, id, request.Aborted).ConfigureAwait(false)
            ?? throw new ArmException(404, "OperationNotFound", $"The operation '{ArmErrors.Quoted(id)}' could not be found.");
        return (request, operations, operation);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private sealed record OperationStatus(
        string Id, string Name, string Status, string StartTime, string? EndTime, int PercentComplete, JsonElement? Properties, ArmError? Error);
}
