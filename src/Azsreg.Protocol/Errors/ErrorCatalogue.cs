using System.Collections.Frozen;

namespace Azsreg.Protocol;

/// <summary>
/// Every failure this system can tell a person, by code. One partial file an area:
/// AZR1xxx use, settings, data folder · 2xxx registration on Azure · 3xxx sign-in and rights ·
/// 4xxx privileged endpoint and stamp · 5xxx activation · 6xxx marketplace · 7xxx usage and commerce · 8xxx portal.
/// </summary>
public static partial class ErrorCatalogue
{
    private static readonly Lazy<FrozenDictionary<string, ErrorEntry>> ByCode = new(() =>
        typeof(ErrorCatalogue).GetFields()
            .Where(field => field.FieldType == typeof(ErrorEntry))
            .Select(field => (ErrorEntry)field.GetValue(null)!)
            .ToFrozenDictionary(entry => entry.Code, StringComparer.OrdinalIgnoreCase));

    /// <summary>All entries in the order of their codes.</summary>
    public static IEnumerable<ErrorEntry> All => ByCode.Value.Values.OrderBy(entry => entry.Code, StringComparer.Ordinal);

    /// <summary>The entry of a code, in any letter case; null where there is none.</summary>
    public static ErrorEntry? Find(string code) => ByCode.Value.GetValueOrDefault(code);
}
