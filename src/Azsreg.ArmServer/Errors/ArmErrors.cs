using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.ArmServer;

/// <summary>ARM's well-known errors, word for word as Azure answers them. Throw what these return.</summary>
public static partial class ArmErrors
{
    /// <summary>400: no api-version in the query.</summary>
    public static ArmException MissingApiVersionParameter() =>
        new(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    /// <summary>400: an api-version that is malformed, or not one of the resource manager's own.</summary>
    public static ArmException InvalidApiVersionParameter(string version, IReadOnlyList<string> supported) =>
        new(400, "InvalidApiVersionParameter",
            $"The api-version '{Quoted(version)}' is invalid. The supported versions are '{string.Join(',', supported)}'.");

    /// <summary>400: a provider's type that is not served at this api-version.</summary>
    public static ArmException NoRegisteredProviderFound(string version, ArmApiVersions type)
    {
        var slash = type.ResourceType.IndexOf('/', StringComparison.Ordinal);
        var location = type.Locations.Count > 0 ? type.Locations[0] : "global";
        return new(400, "NoRegisteredProviderFound",
            $"No registered resource provider found for location '{location}' and API version '{Quoted(version)}' "
            + $"for type '{type.ResourceType[(slash + 1)..]}'. The supported api-versions are '{string.Join(", ", type.Versions)}'. The supported locations are '{string.Join(", ", type.Locations)}'.");
    }

    /// <summary>404: the namespace is known, the type is not.</summary>
    public static ArmException InvalidResourceType(string providerNamespace, string type, string version, IReadOnlyList<string> supported) =>
        new(404, "InvalidResourceType",
            $"The resource type '{Quoted(type)}' could not be found in the namespace '{providerNamespace}' for api version '{Quoted(version)}'. "
            + $"The supported api-versions are '{string.Join(',', supported)}'.");

    /// <summary>404: nobody knows the namespace.</summary>
    public static ArmException InvalidResourceNamespace(string providerNamespace) =>
        new(404, "InvalidResourceNamespace", $"The resource namespace '{Quoted(providerNamespace)}' is invalid.");

    /// <summary>400: a subscription id that is not a GUID.</summary>
    public static ArmException InvalidSubscriptionId(string subscriptionId) =>
        new(400, "InvalidSubscriptionId", $"The provided subscription identifier '{Quoted(subscriptionId)}' is malformed or invalid.");

    /// <summary>404: a subscription nobody has.</summary>
    public static ArmException SubscriptionNotFound(string subscriptionId) =>
        new(404, "SubscriptionNotFound", $"The subscription '{subscriptionId}' could not be found.");

    /// <summary>409: a write to a disabled subscription.</summary>
    public static ArmException ReadOnlyDisabledSubscription(string subscriptionId) =>
        new(409, "ReadOnlyDisabledSubscription",
            $"The subscription '{subscriptionId}' is disabled and therefore marked as read only. "
            + "You cannot perform any write actions on this subscription until it is re-enabled.");

    /// <summary>403: no role gives the right.</summary>
    public static ArmException AuthorizationFailed(ArmCaller caller, string action, string scope) =>
        new(403, "AuthorizationFailed",
            $"The client '{caller.ClientName}' with object id '{caller.ObjectId}' does not have authorization to perform action '{action}' "
            + $"over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");

    /// <summary>429: the hour's requests are spent.</summary>
    public static ArmException TooManyRequests(TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        return new ArmException(429, new ArmError("SubscriptionRequestsThrottled",
            $"Number of requests exceeded the limit. Please try again after '{seconds.ToString(CultureInfo.InvariantCulture)}' seconds."))
        {
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };
    }

    /// <summary>503: the database is out of reach for a moment. Nothing was done, or the same request finds it done.</summary>
    internal static ArmException ServiceUnavailable() =>
        new(503, new ArmError("ServiceUnavailable", "The service is temporarily unavailable. Please try again after '1' seconds."))
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <summary>404: no such group.</summary>
    public static ArmException ResourceGroupNotFound(string name) =>
        new(404, "ResourceGroupNotFound", $"Resource group '{Quoted(name)}' could not be found.");

    /// <summary>404: no such resource.</summary>
    public static ArmException ResourceNotFound(ArmResourceId id) => ResourceNotFound(TypeAndName(id), id.ResourceGroupName);

    /// <summary>404: no such resource.</summary>
    /// <param name="resource"><c>namespace/type/name</c>.</param>
    /// <param name="resourceGroup">Its group; null for a resource of the subscription.</param>
    public static ArmException ResourceNotFound(string resource, string? resourceGroup) =>
        new(404, "ResourceNotFound",
            $"The Resource '{Quoted(resource)}' under resource group '{Quoted(resourceGroup ?? "<null>")}' was not found. "
            + "For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    /// <summary>404: the parent of a nested resource is missing.</summary>
    public static ArmException ParentResourceNotFound(string parent) =>
        new(404, "ParentResourceNotFound",
            $"Can not perform requested operation on nested resource. Parent resource '{Quoted(parent)}' not found.");

    /// <summary>400: a body that is not the JSON the operation wants.</summary>
    public static ArmException InvalidRequestContent(string detail) =>
        new(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{detail}'.");

    /// <summary>400: a resource without a location.</summary>
    public static ArmException LocationRequired() => new(400, "LocationRequired", "The location property is required for this definition.");

    /// <summary>400: a type that is not offered there.</summary>
    public static ArmException LocationNotAvailableForResourceType(string location, string resourceType, IReadOnlyList<string> available) =>
        new(400, "LocationNotAvailableForResourceType",
            $"The provided location '{Quoted(location)}' is not available for resource type '{resourceType}'. "
            + $"List of available regions for the resource type is '{string.Join(',', available)}'.");

    /// <summary>409: a resource that lies elsewhere already.</summary>
    public static ArmException InvalidResourceLocation(string name, string existing, string resourceGroup, string requested) =>
        new(409, "InvalidResourceLocation",
            $"The resource '{name}' already exists in location '{existing}' in resource group '{resourceGroup}'. "
            + $"A resource with the same name cannot be created in location '{Quoted(requested)}'. Please select a new resource name.");

    /// <summary>412: an <c>If-Match</c> or <c>If-None-Match</c> that does not hold.</summary>
    public static ArmException PreconditionFailed(string header, string value) =>
        new(412, "PreconditionFailed", $"The condition '{header}: {Quoted(value)}' set in the request's header was not satisfied.");

    /// <summary>404: a path no operation has.</summary>
    public static ArmException NoSuchOperation(string path) =>
        new(404, "MissingSubscription",
            $"The request did not have a subscription or a valid tenant level resource provider: '{Quoted(path)}'.");

    /// <summary>405: the path is known, the method is not.</summary>
    public static ArmException MethodNotAllowed(string method, string path) =>
        new(405, "MethodNotAllowed", $"The HTTP method '{method}' is not supported at scope '{Quoted(path)}'.");

    /// <summary>413: a body that is too long.</summary>
    public static ArmException RequestContentTooLarge(long limit) =>
        new(413, "RequestContentTooLarge",
            $"The request content size exceeds the maximum size of '{limit.ToString(CultureInfo.InvariantCulture)}' bytes.");

    /// <summary>500, without any detail: the log has it, under the correlation id.</summary>
    internal static ArmException InternalServerError(DateTimeOffset now, string correlationId) =>
        new(500, "InternalServerError", string.Create(CultureInfo.InvariantCulture,
            $"Encountered internal server error. Diagnostic information: timestamp '{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}', ")
            + $"request correlation id '{correlationId}'.");

    /// <summary>Text from outside as it may stand in a message: bounded, and without control characters.</summary>
    internal static string Quoted(string text)
    {
        const int longest = 512;
        var cut = text.Length > longest ? text[..longest] + "..." : text;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }

    private static string TypeAndName(ArmResourceId id)
    {
        // Azure interleaves nothing here: namespace/type/child with the names joined the same way, type first.
        var names = new Stack<string>();
        for (var at = id; at is not null && at.ResourceType.StartsWith(id.ProviderNamespace, StringComparison.OrdinalIgnoreCase); at = at.Parent)
            names.Push(at.Name);
        return $"{id.ResourceType}/{string.Join('/', names)}";
    }
}
