using Azsreg.Operator.Usage;
using Azsreg.Portal.Registration;
using Azsreg.Portal.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Usage;

/// <summary>The comparison of the stamp's usage with commerce's, which the signed-in person's own account at Azure reads.</summary>
internal static class ReconcilePages
{
    public static void MapReconcile(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/usage/reconcile", ReconcileAsync);
        routes.MapGet("/usage/reconcile/plain", PlainAsync);
        routes.MapGet("/usage/reconcile/result", ResultAsync);
    }

    private static async Task<IResult> ReconcileAsync(HttpContext http, PortalAzure azure, RegistrationPages.Reader reader, TimeProvider clock)
    {
        var account = (await azure.CurrentAsync(http.RequestAborted))?.Account.Name;
        return new RazorComponentResult<ReconcilePage>(new
        {
            Account = account,
            SignIn = account is null ? await reader.ReadAsync(http.RequestAborted) : null,
            Days = UsageDaysChoice.Read(http.Request.Query["days"], clock),
            IsRunning = account is not null && http.Request.Query["run"] == "1",
        });
    }

    private static async Task<IResult> PlainAsync(HttpContext http, PortalSession session, PortalAzure azure, TimeProvider clock) =>
        new RazorComponentResult<ReconcilePage>(new
        {
            Account = (await azure.CurrentAsync(http.RequestAborted))?.Account.Name,
            Days = UsageDaysChoice.Read(http.Request.Query["days"], clock),
            Report = await CompareAsync(http, session, azure, clock),
        });

    private static async Task<IResult> ResultAsync(HttpContext http, PortalSession session, PortalAzure azure, TimeProvider clock) =>
        new RazorComponentResult<ReconcileResult>(new { Report = await CompareAsync(http, session, azure, clock) });

    private static async Task<UsageComparisonReport> CompareAsync(HttpContext http, PortalSession session, PortalAzure azure, TimeProvider clock)
    {
        var days = UsageDaysChoice.Read(http.Request.Query["days"], clock);
        using var commerce = await azure.OpenAsync(null, http.RequestAborted);
        using var stamp = new StampUsageSide(session.Arm, session.StampName, session.ProviderSubscriptionId);
        return await new UsageReconciler(stamp, new CommerceUsageSide(commerce, clock)).CompareAsync(new UsageRange(days.From, days.To), [], http.RequestAborted);
    }
}
