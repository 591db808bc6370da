using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Web;

/// <summary>Refuses requests for a name that is not the portal's: a stranger's name that leads here would be that stranger's origin.</summary>
internal sealed class KnownHost(PortalOptions options)
{
    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Host.Host;
        return SecurityHeaders.IsThisMachine(host) || options.HostNames.ContainsKey(host.ToLowerInvariant())
            ? next(http)
            : throw new CataloguedException(ErrorCatalogue.PortalNameUnknown, $"'{(host.Length > 100 ? host[..100] : host)}' is not a name of {options.StampName}'s portal.");
    }
}
