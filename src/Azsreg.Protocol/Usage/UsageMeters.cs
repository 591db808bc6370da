using System.Collections.Frozen;

namespace Azsreg.Protocol;

/// <summary>
/// The published meters of Azure Stack Hub. A meter that is not here is taken all the same: App Service makes an id for each custom worker tier, and newer
/// resource providers bring their own. Ids are compared without regard to letter case and dashes.
/// </summary>
public static class UsageMeters
{
    /// <summary>All of them, by service.</summary>
    public static IReadOnlyList<UsageMeter> All { get; } =
    [
        new("F271A8A388C44D93956A063E1D2FA80B", "Static IP Address Usage", "IP addresses*hours", "Network"),
        new("9E2739BA86744796B465F64674B822BA", "Dynamic IP Address Usage", "IP addresses*hours", "Network"),
        new("B4438D5D-453B-4EE1-B42A-DC72E377F1E4", "TableCapacity", "GB*hours", "Storage"),
        new("B5C15376-6C94-4FDD-B655-1A69D138ACA3", "PageBlobCapacity", "GB*hours", "Storage"),
        new("B03C6AE7-B080-4BFA-84A3-22C800F315C6", "QueueCapacity", "GB*hours", "Storage"),
        new("09F8879E-87E9-4305-A572-4B7BE209F857", "BlockBlobCapacity", "GB*hours", "Storage"),
        new("B9FF3CD0-28AA-4762-84BB-FF8FBAEA6A90", "TableTransactions", "Requests in 10,000s", "Storage"),
        new("43DAF82B-4618-444A-B994-40C23F7CD438", "BlobTransactions", "Requests in 10,000s", "Storage"),
        new("EB43DD12-1AA6-4C4B-872C-FAF15A6785EA", "QueueTransactions", "Requests in 10,000s", "Storage"),
        new("50A1AEAF-8ECA-48A0-8973-A5B3077FEE0D", "TableDataTransIn", "GB", "Storage"),
        new("1B8C1DEC-EE42-414B-AA36-6229CF199370", "TableDataTransOut", "GB", "Storage"),
        new("9764F92C-E44A-498E-8DC1-AAD66587A810", "BlobDataTransIn", "GB", "Storage"),
        new("3023FEF4-ECA5-4D7B-87B3-CFBC061931E8", "BlobDataTransOut", "GB", "Storage"),
        new("E518E809-E369-4A45-9274-2017B29FFF25", "QueueDataTransIn", "GB", "Storage"),
        new("DD0A10BA-A5D6-4CB6-88C0-7D585CEF9FC2", "QueueDataTransOut", "GB", "Storage"),
        new("FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", "Base VM Size Hours", "Virtual core hours", "Compute"),
        new("9CD92D4C-BAFD-4492-B278-BEDC2DE8232A", "Windows VM Size Hours", "Virtual core hours", "Compute"),
        new("6DAB500F-A4FD-49C4-956D-229BB9C8C793", "VM size hours", "VM hours", "Compute"),
        new("380874f9-300c-48e0-95a0-d2d9a21ade8f", "S4", "Disks*month", "Managed Disks"),
        new("1b77d90f-427b-4435-b4f1-d78adec53222", "S6", "Disks*month", "Managed Disks"),
        new("d5f7731b-f639-404a-89d0-e46186e22c8d", "S10", "Disks*month", "Managed Disks"),
        new("ff85ef31-da5b-4eac-95dd-a69d6f97b18a", "S15", "Disks*month", "Managed Disks"),
        new("88ea9228-457a-4091-adc9-ad5194f30b6e", "S20", "Disks*month", "Managed Disks"),
        new("5b1db88a-8596-4002-8052-347947c26940", "S30", "Disks*month", "Managed Disks"),
        new("14496322-39cb-4d33-b67d-39b0c2de0c8e", "S40", "Disks*month", "Managed Disks"),
        new("8c003d25-afb4-4f21-b1fa-86a5b0f001c7", "S50", "Disks*month", "Managed Disks"),
        new("7660b45b-b29d-49cb-b816-59f30fbab011", "P4", "Disks*month", "Managed Disks"),
        new("817007fd-a077-477f-bc01-b876f27205fd", "P6", "Disks*month", "Managed Disks"),
        new("e554b6bc-96cd-4938-a5b5-0da990278519", "P10", "Disks*month", "Managed Disks"),
        new("cdc0f53a-62a9-4472-a06c-e99a23b02907", "P15", "Disks*month", "Managed Disks"),
        new("b9cb2d1a-84c2-4275-aa8b-70d2145d59aa", "P20", "Disks*month", "Managed Disks"),
        new("06bde724-9f94-43c0-84c3-d0fc54538369", "P30", "Disks*month", "Managed Disks"),
        new("eecb2657-e7e6-47f9-9b00-7f58fa8839cb", "P40", "Disks*month", "Managed Disks"),
        new("43626c21-849b-40fe-8c01-e19666059c38", "P50", "Disks*month", "Managed Disks"),
        new("7ba084ec-ef9c-4d64-a179-7732c6cb5e28", "ActualStandardDiskSize", "GB*month", "Managed Disks"),
        new("daef389a-06e5-4684-a7f7-8813d9f792d5", "ActualPremiumDiskSize", "GB*month", "Managed Disks"),
        new("108fa95b-be0d-4cd9-96e8-5b0d59505df1", "ActualStandardSnapshotSize", "GB*month", "Managed Disks"),
        new("578ae51d-4ef9-42f9-85ae-42b52d3d83ac", "ActualPremiumSnapshotSize", "GB*month", "Managed Disks"),
        new("CBCFEF9A-B91F-4597-A4D3-01FE334BED82", "DatabaseSizeHourSqlMeter", "MB*hours", "SQL RP"),
        new("E6D8CFCD-7734-495E-B1CC-5AB0B9C24BD3", "DatabaseSizeHourMySqlMeter", "MB*hours", "MySQL RP"),
        new("CB6A35C5-FADE-406C-B14D-6DDB7C4CA3D5", "Event Hubs cores", "Core*hours", "Event Hubs"),
        new("EBF13B9F-B3EA-46FE-BF54-396E93D48AB4", "Key Vault transactions", "10,000 transactions", "Key Vault"),
        new("2C354225-B2FE-42E5-AD89-14F0EA302C87", "Advanced keys transactions", "10,000 transactions", "Key Vault"),
        new("190C935E-9ADA-48FF-9AB8-56EA1CF9ADAA", "App Service", "Virtual core hours", "App Service"),
        new("67CC4AFC-0691-48E1-A4B8-D744D1FEDBDE", "Functions Requests", "10 requests", "App Service"),
        new("D1D04836-075C-4F27-BF65-0A1130EC60ED", "Functions - Compute", "GB*s", "App Service"),
        new("957E9F36-2C14-45A1-B6A1-1723EF71A01D", "Shared App Service Hours", "Hours", "App Service"),
        new("539CDEC7-B4F5-49F6-AAC4-1F15CFF0EDA9", "Free App Service Hours", "Hours", "App Service"),
        new("88039D51-A206-3A89-E9DE-C5117E2D10A6", "Small Standard App Service Hours", "Hours", "App Service"),
        new("83A2A13E-4788-78DD-5D55-2831B68ED825", "Medium Standard App Service Hours", "Hours", "App Service"),
        new("1083B9DB-E9BB-24BE-A5E9-D6FDD0DDEFE6", "Large Standard App Service Hours", "Hours", "App Service"),
        new("264ACB47-AD38-47F8-ADD3-47F01DC4F473", "SNI SSL", "Certificates*hours", "App Service"),
        new("60B42D72-DC1C-472C-9895-6C516277EDB4", "IP SSL", "Certificates*hours", "App Service"),
        new("73215A6C-FA54-4284-B9C1-7E8EC871CC5B", "Web Process", "Hours", "App Service"),
        new("5887D39B-0253-4E12-83C7-03E1A93DFFD9", "External Egress Bandwidth", "GB", "App Service"),
    ];

    private static readonly FrozenDictionary<string, UsageMeter> ByKey = All.ToFrozenDictionary(meter => KeyOf(meter.Id));

    /// <summary>The meter of an id in any spelling; null where it is none of the published ones.</summary>
    public static UsageMeter? Find(string meterId) => ByKey.GetValueOrDefault(KeyOf(meterId));

    /// <summary>The form two ids are compared in: lower case, no dashes.</summary>
    public static string KeyOf(string meterId)
    {
        ArgumentNullException.ThrowIfNull(meterId);
        return meterId.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    /// <summary>The published spelling of a key; one that is not published gets a GUID's dashes.</summary>
    public static string SpellingOf(string key) =>
        ByKey.GetValueOrDefault(key)?.Id ?? (Guid.TryParseExact(key, "N", out var id) ? id.ToString() : key);

    /// <summary>True for 32 hex digits, with the dashes of a GUID or without.</summary>
    public static bool IsId(string? text) => text?.Length switch
    {
        // The lengths come first: a GUID is parsed with blanks around it as well.
        36 => Guid.TryParseExact(text, "D", out _),
        32 => Guid.TryParseExact(text, "N", out _),
        _ => false,
    };
}
