using System.Text.RegularExpressions;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>
/// Says in the catalogue's words what keeps a stamp's marketplace from working. A stamp passes on what Azure told its bridge in words of its own,
/// so the codes of Azure and of its directory are looked for in them; what the stamp says of its activation and bridge decides the rest.
/// </summary>
internal static partial class MarketplaceFailure
{
    /// <summary>True where the answer alone does not tell the cause, so that it is worth looking further.</summary>
    public static bool NeedsReading(ArmException refused) => refused.StatusCode is not (401 or 403 or 429) && Named(refused.Error, 0).Entry is null;

    /// <param name="refused">The stamp's answer, or the error its download ended with.</param>
    /// <param name="stamp">The stamp's name here.</param>
    /// <param name="reading">What the stamp says of its activation; null where it was not asked.</param>
    /// <param name="registrationExists">Whether Azure has the registration, as the operator's own account sees it; null where that is not known.</param>
    public static CataloguedException Of(ArmException refused, string stamp, StampReading? reading, bool? registrationExists)
    {
        var told = $"{stamp} says {refused.Error.Code}: {refused.Error.Message}";
        if (refused.CorrelationId is { } correlation)
            told += $"\nCorrelation id: {correlation}";
        CataloguedException Failure(ErrorEntry entry, params string[] next) => new(entry, told, [.. next.Select(command => $"{command} --stamp {stamp}")], refused);

        if (Named(refused.Error, 0) is var (entry, words) && entry is not null)
            return new CataloguedException(entry, $"{stamp} says: {words}", inner: refused);
        if (reading is { WasRead: true, ActivationState: "NotActivated" })
            return Failure(ErrorCatalogue.StampNotRegistered, "azsreg registration set");
        if (reading is { WasRead: true, ActivationState: "Expired" } || Says(refused, "RegistrationExpired"))
            return Failure(ErrorCatalogue.MarketplaceActivationExpired, "azsreg registration renew");
        if (Says(refused, "MarketplaceSyndicationDisabled") || reading is { WasRead: true, MarketplaceSyndication: false })
            return new CataloguedException(ErrorCatalogue.MarketplaceSyndicationOff, refused.Error.Message, inner: refused);
        // Of the stamp's own front door, not of what it passes on.
        if (refused.StatusCode is 401 or 403 or 429)
            return FailureTranslation.Translate(refused);
        if (registrationExists == false || Says(refused, "RegistrationNotFound") || reading?.BridgeFault is "RegistrationGone")
            return Failure(ErrorCatalogue.RegistrationDeleted, "azsreg registration set --reregister");
        if (Says(refused, "AADSTS") || reading?.BridgeFault is "PrincipalRefused" or "PrincipalReplaced")
            return Failure(ErrorCatalogue.MarketplacePrincipalRefused, "azsreg registration set");
        if (Says(refused, "AuthorizationFailed") || reading?.BridgeFault is "NotAuthorized")
            return Failure(ErrorCatalogue.MarketplaceNotAuthorized, "azsreg status", "azsreg registration set");
        if (Says(refused, "AzureNotReached") || reading?.BridgeFault is "NotReached")
            return Failure(ErrorCatalogue.MarketplaceNotReached);
        return Failure(ErrorCatalogue.MarketplaceRequestRefused);
    }

    /// <summary>What keeps the bridge from Azure at this moment, for a list that is shown all the same; null where nothing does.</summary>
    public static ErrorEntry? OfBridge(StampReading reading) => reading.BridgeFault switch
    {
        "PrincipalRefused" or "PrincipalReplaced" => ErrorCatalogue.MarketplacePrincipalRefused,
        "NotAuthorized" => ErrorCatalogue.MarketplaceNotAuthorized,
        "RegistrationGone" => ErrorCatalogue.RegistrationDeleted,
        "NotReached" => ErrorCatalogue.MarketplaceNotReached,
        _ => null,
    };

    private static bool Says(ArmException refused, string code) => Says(refused.Error, code, 0);

    private static bool Says(ArmError error, string code, int depth) =>
        error.Code.Contains(code, StringComparison.OrdinalIgnoreCase) || error.Message.Contains(code, StringComparison.OrdinalIgnoreCase)
        || (depth < 5 && error.Details?.Any(detail => Says(detail, code, depth + 1)) == true);

    /// <summary>The entry a stamp of this system names at the end of its words, and the words before the entry's own fix.</summary>
    private static (ErrorEntry? Entry, string Words) Named(ArmError error, int depth)
    {
        foreach (var detail in depth < 5 ? error.Details ?? [] : [])
        {
            if (Named(detail, depth + 1) is { Entry: not null } inner)
                return inner;
        }

        var match = CodeAtEnd().Match(error.Message);
        if (!match.Success || ErrorCatalogue.Find(match.Groups[1].Value) is not { } entry)
            return default;
        var words = error.Message[..match.Index].TrimEnd();
        return (entry, words.EndsWith(entry.Fix, StringComparison.Ordinal) ? words[..^entry.Fix.Length].TrimEnd() : words);
    }

    [GeneratedRegex(@"\((AZR[0-9]{4})\)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex CodeAtEnd();
}
