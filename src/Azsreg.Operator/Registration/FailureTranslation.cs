using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Registration;

/// <summary>Turns whatever a step failed with into the catalogue's words, and says what is worth trying again.</summary>
public static class FailureTranslation
{
    /// <summary>The failure in the catalogue's words.</summary>
    public static CataloguedException Translate(Exception failure) => failure switch
    {
        CataloguedException told => told,
        ArmException refused => Of(refused),
        RemotingException lost => StampFailure.Of(lost, "the privileged endpoint"),
        HttpRequestException or IOException or TimeoutException => new(ErrorCatalogue.AzureUnreachable, failure.Message, inner: failure),
        _ => new(ErrorCatalogue.Unexpected, $"{failure.GetType().Name}: {failure.Message}", inner: failure),
    };

    /// <summary>
    /// True for what may be gone at the next try. A busy stamp was waited for already, and a host that is down stays down for minutes.
    /// </summary>
    internal static bool IsTransient(Exception failure)
    {
        if (failure is ArmException { Error.Code: "PrincipalNotFound" }) return true;
        var entry = Translate(failure).Entry;
        return entry.Retryable && entry != ErrorCatalogue.StampBusy && entry != ErrorCatalogue.HardwareUnreadable;
    }

    private static CataloguedException Of(ArmException refused)
    {
        var (code, message) = (refused.Error.Code, refused.Error.Message);
        var entry = (code, refused.StatusCode) switch
        {
            ("CloudIdUpdateNotAllowed", _) => ErrorCatalogue.RegistrationOfAnotherStamp,
            ("InvalidRegistrationToken", _) => ErrorCatalogue.RegistrationTokenRefused,
            ("AgreementNotFound" or "AgreementEnded" or "AgreementTooSmall", _) => ErrorCatalogue.AgreementRefused,
            ("RegistrationExpired", _) => ErrorCatalogue.RegistrationExpired,
            ("ResourceGroupBeingDeleted", _) => ErrorCatalogue.ResourceGroupBeingDeleted,
            ("ScopeLocked", _) => ErrorCatalogue.LockedBySomeoneElse,
            ("MissingSubscriptionRegistration", _) => ErrorCatalogue.ProviderNotRegistered,
            ("ReadOnlyDisabledSubscription" or "SubscriptionDisabled", _) => ErrorCatalogue.SubscriptionUnusable,
            ("SubscriptionNotFound", _) => ErrorCatalogue.SubscriptionNotChosen,
            ("LocationNotAvailableForResourceGroup", _) => ErrorCatalogue.UnknownResourceGroupLocation,
            // Azure has no published code for it, only the sentence.
            _ when message.Contains("Reusing cloud identifiers is not allowed", StringComparison.OrdinalIgnoreCase) => ErrorCatalogue.StampRegisteredElsewhere,
            (_, 401) => ErrorCatalogue.SignInExpired,
            (_, 403) => ErrorCatalogue.RightMissing,
            (_, 408 or 429 or >= 500) => ErrorCatalogue.AzureBusy,
            _ => ErrorCatalogue.AzureRefused,
        };
        var detail = $"{code}: {message}";
        if (refused.CorrelationId is { } correlation) detail += $"\nCorrelation id: {correlation}";
        return new CataloguedException(entry, detail, inner: refused);
    }
}
