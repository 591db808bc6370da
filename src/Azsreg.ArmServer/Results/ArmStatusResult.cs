using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

internal sealed class ArmStatusResult(int statusCode) : IResult
{
    public static ArmStatusResult Ok { get; } = new(200);

    public static ArmStatusResult NoContent { get; } = new(204);

    public static ArmStatusResult NotFound { get; } = new(404);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        return Task.CompletedTask;
    }
}
