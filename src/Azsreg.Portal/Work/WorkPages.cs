using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Work;

/// <summary>Runs and the bell.</summary>
internal static class WorkPages
{
    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/work", (RunningWork work) => new RazorComponentResult<WorkListPage>(new { Items = work.List() }));
        routes.MapGet("/work/list", (RunningWork work) => new RazorComponentResult<WorkList>(new { Items = work.List() }));
        routes.MapGet("/work/bell", BellAsync);
        routes.MapGet("/work/{id:guid}", (Guid id, RunningWork work) => new RazorComponentResult<WorkPage>(new { Item = work.Get(id) }));
        routes.MapGet("/work/{id:guid}/steps", (Guid id, RunningWork work) => new RazorComponentResult<WorkRun>(new { Item = work.Get(id) }));
        routes.MapPost("/work/{id:guid}/stop", (Guid id, RunningWork work) =>
        {
            var item = work.Get(id);
            work.Stop(id);
            return See.Other(item.Href);
        });
    }

    private static async Task<IResult> BellAsync(RunningWork work, PortalSession session, CancellationToken cancellationToken) =>
        new RazorComponentResult<WorkBellNews>(new { Content = await BellContent.ReadAsync(work, session, cancellationToken) });
}
