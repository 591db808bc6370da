using Azsreg.ArmServer;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Subscriptions;

/// <summary><c>/tenants</c>: the directories the caller can sign in to.</summary>
internal sealed class TenantEndpoints(IdentityDirectory directory)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapArm("GET", "/tenants", ListAsync).RequireArm(null, ResourceManagerVersions.Tenants);

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var caller = request.Caller;
        var here = Guid.Parse(caller.TenantId);
        IReadOnlyList<Tenant> tenants = [];
        if (!caller.IsServicePrincipal
            && await directory.FindUserAsync(here, Guid.Parse(caller.ObjectId), request.Aborted).ConfigureAwait(false) is { } user)
        {
            tenants = await directory.ListTenantsOfUserAsync(user.HomeTenantId, user.HomeObjectId, request.Aborted).ConfigureAwait(false);
        }
        else if (await directory.FindTenantAsync(here, request.Aborted).ConfigureAwait(false) is { } tenant)
        {
            tenants = [tenant];
        }

        return ArmResults.Ok(new ArmPage<TenantBody>([.. tenants.Select(TenantBody.Of)]));
    }

    private sealed record TenantBody(
        string Id, string TenantId, string DisplayName, IReadOnlyList<string> Domains, string DefaultDomain, string TenantCategory, string TenantType)
    {
        public static TenantBody Of(Tenant tenant) => new(
            $"/tenants/{tenant.Id}", tenant.Id.ToString("D"), tenant.DisplayName, tenant.Domains, tenant.DefaultDomain, "Home", "AAD");
    }
}
