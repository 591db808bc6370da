using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>The provider's own errors. Codes and texts are those of the service; statuses are not published and chosen by kind.</summary>
internal static class RegistrationErrors
{
    public static ArmException CloudIdUpdateNotAllowed(string registrationName) => new(
        409,
        "CloudIdUpdateNotAllowed",
        $"The registration '{registrationName}' is already associated with another Cloud identifier. Changing cloud identifiers is not allowed.");

    /// <summary>The service publishes the text of this one, not its code.</summary>
    public static ArmException CloudIdAlreadyRegistered(string cloudId) => new(
        409,
        "CloudIdAlreadyRegistered",
        $"Cloud identifier [{cloudId}] is already registered. Reusing cloud identifiers is not allowed.");

    /// <summary>The text says nothing of the cause, so the target names the field and the detail says what is wrong with it.</summary>
    public static ArmException InvalidRegistrationToken(string field, string reason, Exception? inner = null) => new(
        400,
        new ArmError(
            "InvalidRegistrationToken",
            "The registration token is malformed.",
            field,
            [new ArmError("InvalidTokenField", reason, field)]),
        inner);

    /// <summary>A readable token that asks for what its billing model or the subscription's offer does not allow; all problems are named.</summary>
    public static ArmException BillingNotAllowed(IReadOnlyList<BillingProblem> problems) => new(
        400,
        new ArmError(
            problems[0].Code,
            problems.Count == 1 ? problems[0].Message : string.Join(' ', problems.Select(problem => problem.Message)),
            problems[0].Field,
            [.. problems.Select(problem => new ArmError(problem.Code, problem.Message, problem.Field))]));

    /// <summary>
    /// A yearly registration that has ended keeps its name until it is deleted (Microsoft's registration article, "Renew or change
    /// registration"); the service's own code for it is not published.
    /// </summary>
    public static ArmException RegistrationExpired(string registrationName, DateTimeOffset ended) => new(
        409,
        "RegistrationExpired",
        $"The registration '{registrationName}' expired on {ended:yyyy-MM-dd}. Delete it before its name is used again.");

    public static ArmException RegistrationNotFound(ArmResourceId id) => new(
        404,
        "RegistrationNotFound",
        "The provided registration was not found. Make sure the following information was provided correctly: "
        + $"1. Subscription identifier (value provided: {id.SubscriptionId}), 2. Resource group (value provided: {id.ResourceGroupName}), "
        + $"3. Registration name (value provided: {id.Name}).");
}
