namespace Azsreg.Operator.Marketplace;

/// <summary>The kinds of marketplace items, whose letter case differs between Azure and stamps.</summary>
public static class ItemKind
{
    /// <summary>A kind in words, as the portal has them.</summary>
    public static string Told(string? kind) => kind?.ToUpperInvariant() switch
    {
        null or "" => "-",
        "VIRTUALMACHINE" => "Virtual Machine",
        "VIRTUALMACHINEEXTENSION" => "VM Extension",
        "SOLUTION" => "Solution",
        "RESOURCEPROVIDER" => "Resource Provider",
        _ => kind,
    };

    /// <summary>True for the kinds that need no other product.</summary>
    public static bool StandsAlone(string? kind) => kind is not null && !HasDependencies(kind);

    /// <summary>True for the kinds that are built from other products.</summary>
    internal static bool HasDependencies(string kind) =>
        kind.Equals("solution", StringComparison.OrdinalIgnoreCase) || kind.Equals("resourceProvider", StringComparison.OrdinalIgnoreCase);
}
