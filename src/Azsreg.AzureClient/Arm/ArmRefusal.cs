using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Tells a Resource Manager's refusal in the catalogue's words, as far as that needs no knowledge of what was wanted.</summary>
public static class ArmRefusal
{
    /// <summary>The catalogue's failure for an error answer; the server's own code and words stay in the detail.</summary>
    public static CataloguedException ToCatalogued(ArmException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var entry = (refusal.Error.Code, refusal.StatusCode) switch
        {
            ("SubscriptionNotFound", _) => ErrorCatalogue.AccountUnknown,
            ("ReadOnlyDisabledSubscription" or "SubscriptionDisabled", _) => ErrorCatalogue.SubscriptionUnusable,
            ("MissingSubscriptionRegistration", _) => ErrorCatalogue.ProviderNotRegistered,
            (_, 401) => ErrorCatalogue.SignInExpired,
            (_, 403) => ErrorCatalogue.RightMissing,
            (_, 408 or 429 or >= 500) => ErrorCatalogue.AzureBusy,
            _ => ErrorCatalogue.AzureRefused,
        };
        var detail = $"{refusal.Error.Code}: {refusal.Error.Message}";
        if (refusal.RetryAfter is { } wait)
            detail += $"\nIt asks to wait {wait.TotalSeconds:0} seconds.";
        if (refusal.CorrelationId is { } correlation)
            detail += $"\nCorrelation id: {correlation}";
        return new CataloguedException(entry, detail, inner: refusal);
    }
}
