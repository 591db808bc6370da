using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace</c>.</summary>
internal static class MarketplaceVerbs
{
    public static Command Create() => new("marketplace", "The marketplace items a registered stamp may have, and those it has.")
    {
        MarketplaceListVerb.Create(),
        MarketplaceShowVerb.Create(),
        MarketplaceVersionsVerb.Create(),
        MarketplaceUpdatesVerb.Create(),
        MarketplaceDownloadVerb.Create(),
        MarketplaceCancelVerb.Create(),
        MarketplaceDeleteVerb.Create(),
        MarketplaceCleanupVerb.Create(),
        MarketplaceExportVerb.Create(),
        MarketplaceVerifyVerb.Create(),
        MarketplaceImportVerb.Create(),
        MarketplaceSignerVerbs.Create(),
    };
}
