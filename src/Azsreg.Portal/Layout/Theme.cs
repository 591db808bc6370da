using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Layout;

/// <summary>Light, dark, or as the system has it; chosen in the account menu and kept by the browser.</summary>
internal static class Theme
{
    public const string Path = "/theme";

    private const string Cookie = "__Host-azsreg-theme";

    public static readonly IReadOnlyList<(string Value, string Text)> Choices = [("light", "Light"), ("dark", "Dark"), ("system", "System")];

    public static void MapTheme(this IEndpointRouteBuilder routes) => routes.MapPost(Path, (Delegate)ChooseAsync).ForReaders();

    /// <summary>What was chosen.</summary>
    public static string Chosen(HttpContext http) => Choices.Select(choice => choice.Value).FirstOrDefault(value => value == http.Request.Cookies[Cookie]) ?? "system";

    /// <summary>What the document says; null leaves it to the system.</summary>
    public static string? Of(HttpContext http) => Chosen(http) is var chosen and not "system" ? chosen : null;

    private static async Task<IResult> ChooseAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Choices.Any(choice => choice.Value == form["theme"]))
            SessionCookie.Set(http, Cookie, form["theme"]!, TimeSpan.FromDays(400));
        return See.Other(LocalReturn.Of(form["return"]));
    }
}
