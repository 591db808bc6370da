using System.Collections.Frozen;

namespace Azsreg.ArmServer;

/// <summary>The codes only the resource manager itself makes, never a provider behind it; they carry <c>x-ms-failure-cause: gateway</c>.</summary>
internal static class GatewayErrors
{
    private static readonly FrozenSet<string> Codes = new[]
    {
        "AuthenticationFailed", "AuthorizationFailed", "ExpiredAuthenticationToken", "GatewayTimeout", "InvalidApiVersionParameter",
        "InvalidAuthenticationToken", "InvalidAuthenticationTokenAudience", "InvalidAuthenticationTokenTenant", "InvalidRequestContent",
        "InvalidResourceGroupLocation", "InvalidResourceLocation", "InvalidResourceNamespace", "InvalidResourceType", "InvalidSkipToken",
        "InvalidSubscriptionId", "LocationNotAvailableForResourceGroup", "LocationNotAvailableForResourceType", "LocationRequired",
        "MethodNotAllowed", "MissingApiVersionParameter", "MissingSubscription", "MissingSubscriptionRegistration",
        "NoRegisteredProviderFound", "ParentResourceNotFound", "ReadOnlyDisabledSubscription", "RequestContentTooLarge",
        "ResourceGroupBeingDeleted", "ResourceGroupNotFound", "ResourceNotFound", "ScopeLocked", "SubscriptionNotFound",
        "SubscriptionRequestsThrottled",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string code) => Codes.Contains(code);
}
