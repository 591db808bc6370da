using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Usage;

/// <summary>Usage files at admin ARM; actions of this stamp's own, as a real one is not known to carry usage by file.</summary>
internal static class UsageFileEndpoints
{
    private const string Provider = "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce.Admin";

    private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.Commerce.Admin/usageFiles", "2015-06-01-preview");

    public static void MapUsageFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Provider + "/exportUsageBatches", ExportAsync).RequireArm(StampActions.ExportUsage, Versions, ArmScope.Subscription);
        routes.MapPost(Provider + "/importUsageAcknowledgement", ImportAsync).RequireArm(StampActions.ExportUsage, Versions, ArmScope.Subscription);
    }

    private static async Task<IResult> ExportAsync(ArmRequest request, UsageFiles files)
    {
        var body = await request.ReadAsync<ExportBody>();
        return ArmResults.Ok(await files.ExportAsync(AdminCaller.Of(request), body.Number, request.Aborted));
    }

    private static async Task<IResult> ImportAsync(ArmRequest request, UsageFiles files)
    {
        var body = await request.ReadAsync<ImportBody>();
        if (body.Content is not { Length: > 0 })
            throw ArmErrors.InvalidRequestContent("content, the file's bytes, is required.");
        return ArmResults.Ok(await files.ImportAsync(AdminCaller.Of(request), body.Content, request.Aborted));
    }

    private sealed record ExportBody(long? Number);

    private sealed record ImportBody(byte[]? Content);
}
