using Azsreg.ArmServer.Authentication;
using Azsreg.ArmServer.Throttling;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer.Pipeline;

/// <summary>What a request must pass before its endpoint runs, in Azure's order.</summary>
internal sealed class ArmGate(
    IArmSubscriptions subscriptions, AccessTokenValidator tokens, RequestAllowance allowance, IArmAuthorization authorization,
    IEnumerable<IArmRequestCheck> checks, LazyAddresses addresses)
{
    private readonly IArmRequestCheck[] _checks = [.. checks];

    /// <summary>Returns where the request may go on.</summary>
    /// <exception cref="Protocol.ArmException">It may not.</exception>
    public async ValueTask PassAsync(ArmRequest request, ArmEndpoint endpoint)
    {
        request.Action = endpoint.Action;
        request.Versions = endpoint.Versions;
        // Whether there is one at all comes before everything; which ones there are, only once the caller is known.
        var version = request.Query("api-version");
        if (endpoint.Versions is not null && version is null)
            throw ArmErrors.MissingApiVersionParameter();
        if (!endpoint.Anonymous)
        {
            request.Subscription = await FindSubscriptionAsync(request).ConfigureAwait(false);
            request.Caller = await AuthenticateAsync(request).ConfigureAwait(false);
            if (endpoint.Counted)
                allowance.Spend(request.Caller, request.Subscription?.SubscriptionId, request.Method, request.HttpContext.Response.Headers);
        }

        request.ApiVersion = endpoint.Versions?.Resolve(version) ?? "";
        request.Scope = endpoint.Scope switch
        {
            ArmScope.Subscription => $"/subscriptions/{request.SubscriptionId}",
            ArmScope.Tenant => "/",
            _ => request.Scope,
        };
        if (endpoint.Action is { } action
            && !await authorization.CheckAsync(request.Caller, action, request.Scope, request.Aborted).ConfigureAwait(false))
        {
            throw ArmErrors.AuthorizationFailed(request.Caller, action, request.Scope);
        }

        if (request.Subscription is { IsDisabled: true } && Writes(request.Method))
            throw ArmErrors.ReadOnlyDisabledSubscription(request.SubscriptionId);
        if (endpoint.Anonymous)
            return;
        foreach (var check in _checks)
            await check.CheckAsync(request, request.Aborted).ConfigureAwait(false);
    }

    private async ValueTask<ArmSubscription?> FindSubscriptionAsync(ArmRequest request)
    {
        if (request.Path.Subscription is not { } id)
            return null;
        if (!Guid.TryParseExact(id, "D", out _))
            throw ArmErrors.InvalidSubscriptionId(id);
        return await subscriptions.FindAsync(id, request.Aborted).ConfigureAwait(false) ?? throw ArmErrors.SubscriptionNotFound(id);
    }

    private async ValueTask<ArmCaller> AuthenticateAsync(ArmRequest request)
    {
        try
        {
            var token = await tokens.ValidateAsync(request.HttpContext.Request.Headers, request.Aborted).ConfigureAwait(false);
            if (request.Subscription is { } subscription
                && !subscription.TenantId.Equals(token.Caller.TenantId, StringComparison.OrdinalIgnoreCase))
            {
                var authority = addresses.Value.Authority(subscription.TenantId);
                throw ArmErrors.InvalidAuthenticationTokenTenant(token.Issuer, authority + "/", authority);
            }

            return token.Caller;
        }
        catch (Protocol.ArmException refused) when (refused.StatusCode == StatusCodes.Status401Unauthorized)
        {
            // Clients learn a subscription's tenant from this header, with a request that carries no token.
            var authority = addresses.Value.Authority(request.Subscription?.TenantId ?? "common");
            request.HttpContext.Response.Headers.WWWAuthenticate =
                $"Bearer authorization_uri=\"{authority}\", error=\"invalid_token\", error_description=\"The access token is missing or invalid.\"";
            throw;
        }
    }

    // A suspended subscription can still be read and emptied (ARM RPC, subscription lifecycle).
    private static bool Writes(string method) => HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsPost(method);
}
