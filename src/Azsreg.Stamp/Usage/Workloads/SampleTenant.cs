namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>A tenant of the sample workload.</summary>
/// <param name="TenantId">Its directory.</param>
/// <param name="Name">Its name, which says that it is a sample.</param>
internal sealed record SampleTenant(Guid TenantId, string Name)
{
    private static readonly string[] Names =
        ["Fabrikam", "Tailspin Toys", "Wide World Importers", "Adventure Works", "Proseware", "Northwind", "Litware", "Woodgrove", "Relecloud", "Alpine Ski House"];

    public static SampleTenant Of(SampleDice dice, int number) =>
        new(dice.At(number).Id(), number < Names.Length ? $"{Names[number]} (sample)" : $"Tenant {number + 1} (sample)");
}
