using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Errors;

/// <summary><c>GET /errors/{code}</c>.</summary>
internal static class ErrorCodeEndpoint
{
    public static void MapErrorCodes(this IEndpointRouteBuilder routes) => routes.MapGet("/errors/{code}", Show).ForAnybody();

    private static RazorComponentResult<ErrorCodePage> Show(string code) => ErrorCatalogue.Find(code) is { } entry
        ? new RazorComponentResult<ErrorCodePage>(new Dictionary<string, object?> { [nameof(ErrorCodePage.Entry)] = entry })
        : throw new CataloguedException(ErrorCatalogue.PortalPageNotFound, $"There is no error '{(code.Length > 20 ? code[..20] : code)}'.");
}
