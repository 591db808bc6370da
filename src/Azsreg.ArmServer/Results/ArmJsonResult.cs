using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

internal sealed class ArmJsonResult<T>(int statusCode, T body, JsonTypeInfo<T> type) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(httpContext.Response.BodyWriter, body, type, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
