using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Web;

/// <summary>After a POST: look at a page (303), so that loading it again sends nothing again.</summary>
internal static class See
{
    /// <summary>Answers 303 to a path of the portal.</summary>
    public static IResult Other(string path) => new Answer(path);

    private sealed class Answer(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
