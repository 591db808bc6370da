using System.Security.Cryptography;
using System.Text;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>Items and their downloads in words.</summary>
internal static class ItemWords
{
    /// <summary>What a page calls the element that shows an item's state: an item's own name may hold anything.</summary>
    public static string StateIdOf(string key) => "s-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToLowerInvariant())))[..16];

    /// <summary>"12 MB of 40 MB, 3.1 MB/s, 9 s left", as far as it is told.</summary>
    public static string Progress(StampDownload download)
    {
        var parts = new List<string>();
        if (download is { BytesDone: { } done, BytesTotal: { } total and > 0 })
            parts.Add($"{ByteSize.Exact(done)} of {ByteSize.Exact(total)}");
        if (download.BytesPerSecond is >= 1 and var rate)
            parts.Add($"{ByteSize.Exact((long)rate)}/s");
        if (download.Left is { } left)
            parts.Add($"{Left(left)} left");
        return parts.Count > 0 ? string.Join(", ", parts) : download.Stage == DownloadStage.Waiting ? "waiting its turn" : download.Phase ?? "";
    }

    /// <summary>A span as a person says it.</summary>
    public static string Left(TimeSpan left) => left switch
    {
        { TotalSeconds: < 90 } => FormattableString.Invariant($"{Math.Max(1, Math.Ceiling(left.TotalSeconds)):0} s"),
        { TotalMinutes: < 90 } => FormattableString.Invariant($"{left.TotalMinutes:0} min"),
        { TotalHours: < 48 } => FormattableString.Invariant($"{left.TotalHours:0.#} h"),
        _ => FormattableString.Invariant($"{left.TotalDays:0} days"),
    };

    /// <summary>Why an item does not go with the stamp.</summary>
    public static string Issue(string issue) => issue switch
    {
        "CapacityBillingModelRequired" => "It needs a stamp with the billing model Capacity.",
        "PayAsYouGoBillingModelRequired" => "It needs a stamp with the billing model PayAsYouUse.",
        "DevelopmentBillingModelRequired" => "It needs a stamp with the billing model Development.",
        "HigherDeviceVersionRequired" => "It needs a later version of the stamp.",
        "LowerDeviceVersionRequired" => "It needs an earlier version of the stamp.",
        "AzureADIdentitySystemRequired" => "It needs a stamp that signs people in with Azure AD.",
        "ADFSIdentitySystemRequired" => "It needs a stamp that signs people in with AD FS.",
        "ConnectionToInternetRequired" => "It needs a stamp with a line to the internet.",
        "ConnectionToAzureRequired" => "It needs a stamp with a line to Azure.",
        "DisconnectedEnvironmentRequired" => "It needs a stamp without a line to Azure.",
        _ => issue,
    };

    /// <summary>All the reasons why an item does not go with the stamp; none where it does.</summary>
    public static IReadOnlyList<string> Issues(MarketplaceItem item) => item.Properties.Compatibility is { IsCompatible: false } compatibility
        ? compatibility.Issues.Count > 0 ? [.. compatibility.Issues.Select(Issue)]
            : [compatibility.Description is { Length: > 0 } and not "None" ? compatibility.Description : "Azure gives no reason."]
        : [];

    public static string Items(int count) => count == 1 ? "1 item" : FormattableString.Invariant($"{count:#,0} items");
}
