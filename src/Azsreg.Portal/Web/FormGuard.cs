using System.Security.Cryptography;
using System.Text;
using Azsreg.Portal.Session;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Web;

/// <summary>
/// Every request that changes something must come from a page of this session: it carries the session's token, in the header where a script
/// sends it and in the field <see cref="Field"/> of a plain form. And it must come from somebody who may change things.
/// </summary>
internal static class FormGuard
{
    /// <summary>The name of the form field; <c>&lt;FormToken /&gt;</c> writes it.</summary>
    public const string Field = "form-token";

    /// <summary>The header in its place; a large upload sends it so that its body need not be read first.</summary>
    public const string Header = "X-Form-Token";

    public static async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && http.GetEndpoint() is not null)
            await RequireAsync(http);
        await next(http);
    }

    private static async Task RequireAsync(HttpContext http)
    {
        var access = http.GetEndpoint()!.Metadata.GetMetadata<PageAccess>();
        var session = (PortalSession)http.RequestServices.GetService(typeof(PortalSession))!;
        if (access?.Anonymous == true && !session.IsSignedIn)
            return;
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site and not "same-origin")
            throw new CataloguedException(ErrorCatalogue.PortalFormRefused, $"The request came from another site ({(site.Length > 20 ? site[..20] : site)}).");
        var token = http.Request.Headers[Header].ToString();
        if (token.Length == 0 && http.Request.HasFormContentType)
            token = (await http.Request.ReadFormAsync(http.RequestAborted))[Field].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(session.FormToken)))
            throw new CataloguedException(ErrorCatalogue.PortalFormRefused, "The form does not carry this session's token.");
        if (!session.IsOwner && access?.ReadersMayPost != true)
            throw new CataloguedException(ErrorCatalogue.PortalReaderMayNot, $"{session.Person.UserPrincipalName} may look at {session.StampName} and not change it.");
    }
}
