using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>The errors of customer subscriptions, codes and texts as the service documents them; statuses are not published and chosen by kind.</summary>
internal static class CustomerSubscriptionErrors
{
    public static ArmException NotAllowed() => new(
        409,
        "CustomerSubscriptionsNotAllowed",
        "Customer subscription operations are not supported for disconnected customers. In order to use this feature, re-register with Pay As You Use licensing.");

    public static ArmException UnauthorizedRegistration(string registration) => new(
        403,
        "UnauthorizedCspRegistration",
        $"The provided {registration} is not approved to use multi-tenancy. Send an email to azstCSP@microsoft.com and include your registration name, "
        + "resource group, and the subscription identifier used in the registration.");

    public static ArmException InvalidSubscription(string subscriptionId) => new(
        400, "InvalidCustomerSubscriptionId", $"The {Shown(subscriptionId)} is not valid. Make sure a valid Azure subscription is provided.");

    public static ArmException NotOfPartner(string subscriptionId) => new(
        400, "InvalidCSPSubscription", $"The provided {subscriptionId} is not a valid CSP subscription. Make sure a valid Azure subscription is provided.");

    public static ArmException OfAnotherPartner(string subscriptionId, string registration) => new(
        400,
        "BadCustomerSubscriptionId",
        $"The provided {subscriptionId} and the {registration} subscription identifier are not owned by the same Microsoft CSP. "
        + "Check that the customer subscription identifier is correct. If the problem persists, contact support.");

    public static ArmException NotFound(string subscriptionId, string registration) => new(
        404,
        "CustomerSubscriptionNotFound",
        $"{Shown(subscriptionId)} was not found under {registration}. Make sure a valid Azure subscription is being used and that the subscription ID was added "
        + "to the registration using the PUT operation.");

    public static ArmException ResolverFailed(Exception inner) => new(
        502,
        new ArmError("MetadataResolverBadGatewayError", "One of the upstream servers returned an unexpected error. Try again later. If the problem persists, contact support."),
        inner);

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64];
}
