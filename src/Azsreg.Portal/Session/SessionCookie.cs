using System.Globalization;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Session;

/// <summary>
/// The session's cookie. <c>__Host-</c>: browsers keep it from other hosts and from plain HTTP. They do not keep it from other ports, and
/// several stamps' portals may share a host, so the name says whose it is.
/// </summary>
internal sealed class SessionCookie(RoleListeners listeners)
{
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"__Host-azsreg-portal-{listeners.Port()}");

    public void Clear(HttpContext http) => Clear(http, Name);

    public static void Set(HttpContext http, string name, string value, TimeSpan? lifetime = null) => http.Response.Cookies.Append(
        name, value, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime });

    public static void Clear(HttpContext http, string name) =>
        http.Response.Cookies.Delete(name, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
}
