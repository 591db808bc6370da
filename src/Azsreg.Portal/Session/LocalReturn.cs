using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Session;

/// <summary>Where a person goes after signing in or choosing something: a page of the portal, never another site.</summary>
internal static class LocalReturn
{
    private const int Longest = 2000;

    /// <summary>The address as given where it is a path of this portal; else the dashboard.</summary>
    public static string Of(string? address) =>
        address is { Length: > 0 and <= Longest } && address[0] == '/' && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(character => char.IsControl(character) || character == '\\') ? address : "/";

    /// <summary>The page a script's request came from.</summary>
    public static string OfPage(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var page) && page.Authority == http.Request.Host.Value
            ? Of(page.PathAndQuery)
            : "/";
}
