using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer.Pipeline;

/// <summary>
/// Reads <c>//subscriptions/…</c> as <c>/subscriptions/…</c>: clients that join a base URL ending in a slash with a path that
/// starts with one send the former, and Azure answers it.
/// </summary>
internal sealed class PathCollapser(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path && path.StartsWith("//", StringComparison.Ordinal))
            context.Request.Path = "/" + path.TrimStart('/');
        return next(context);
    }
}
