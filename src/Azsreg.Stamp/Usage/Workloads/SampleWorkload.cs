using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>
/// Tenants, plans and resources that are made, start, stop, grow and are deleted: a seeded generator of what resource providers would report.
/// The same seed reports the same of the same hour.
/// </summary>
internal sealed class SampleWorkload(int seed, int tenants, string region)
{
    private const int MachinesOfATenant = 6;
    private const int AccountsOfATenant = 3;

    // The last machines and the last account of a tenant belong to its development subscription, which comes to an end now and then.
    private const int ProductionMachines = 4;
    private const int ProductionAccounts = 2;

    // Sizes and cores of Azure Stack Hub; a machine that grows takes the next one.
    private static readonly (string Size, int Cores)[] Sizes =
        [("Standard_A1_v2", 1), ("Standard_D1_v2", 1), ("Standard_F2s", 2), ("Standard_D2_v2", 2), ("Standard_DS3_v2", 4), ("Standard_F8s", 8)];

    private static readonly string[] Roles = ["web", "app", "sql", "batch", "build", "test"];

    private static readonly Dictionary<string, string> Meters = UsageMeters.All.ToDictionary(meter => meter.Name, meter => meter.Id);

    private readonly SampleDice _dice = SampleDice.Of(seed);

    public IReadOnlyList<SampleTenant> Tenants { get; } = [.. Enumerable.Range(0, tenants).Select(number => SampleTenant.Of(SampleDice.Of(seed).At(100), number))];

    /// <summary>Every subscription that is there at some time of an hour range.</summary>
    public IEnumerable<SampleSubscription> Subscriptions(int first, int last)
    {
        for (var tenant = 0; tenant < tenants; tenant++)
        {
            yield return Production(tenant);
            for (var hour = first; hour <= last;)
            {
                var subscription = Development(tenant, hour, out var life);
                if (life.IsThere)
                    yield return subscription;
                // Steps over what is left of this life and the gap after it, a day at most too early, never too late.
                hour = Math.Max(hour + 24, life.IsThere ? subscription.DeletedHour : 0);
            }
        }
    }

    /// <summary>What is reported when an hour is over: its own usage, and what comes late of three hours before.</summary>
    public IEnumerable<UsageReport> During(int hour)
    {
        for (var tenant = 0; tenant < tenants; tenant++)
        {
            foreach (var report in Machines(tenant, hour))
                yield return report;
            foreach (var report in Accounts(tenant, hour))
                yield return report;
        }
    }

    private SampleSubscription Production(int tenant) =>
        new(_dice.At(200).At(tenant).Id(), Tenants[tenant], $"{Tenants[tenant].Name} - Production plan", 0, int.MaxValue);

    private SampleSubscription Development(int tenant, int hour, out SampleLife life)
    {
        var dice = _dice.At(201).At(tenant);
        life = SampleLife.At(dice, hour, shortest: 20, spread: 20);
        var created = hour - life.Age;
        return new(dice.At(life.Generation).Id(), Tenants[tenant], $"{Tenants[tenant].Name} - Development plan {life.Generation}", created, created + life.Length);
    }

    private IEnumerable<UsageReport> Machines(int tenant, int hour)
    {
        for (var slot = 0; slot < MachinesOfATenant; slot++)
        {
            var dice = _dice.At(300).At(tenant).At(slot);
            var life = SampleLife.At(dice, hour, shortest: 4, spread: 40);
            if (!life.IsThere || Owner(tenant, hour, slot < ProductionMachines) is not { } owner)
                continue;
            var name = $"{Roles[slot]}-{life.Generation}";
            var group = $"/subscriptions/{owner.SubscriptionId}/resourceGroups/{Roles[slot]}";
            var isWindows = dice.At(life.Generation).Below(2) == 0;
            if (IsAllocated(slot, hour))
            {
                var (size, cores) = Sizes[Math.Min(Sizes.Length - 1, dice.At(life.Generation).At(1).Below(Sizes.Length - 1) + (life.Grown > 0.5m ? 1 : 0))];
                var machine = Of(owner, $"{group}/providers/Microsoft.Compute/virtualMachines/{name}", hour) with { AdditionalInfo = MachineInfo(size, isWindows) };
                yield return machine with { MeterId = isWindows ? Meters["Windows VM Size Hours"] : Meters["Base VM Size Hours"], Quantity = UsageQuantity.From(cores) };
                yield return machine with { MeterId = Meters["VM size hours"], Quantity = UsageQuantity.From(1) };
                var address = Of(owner, $"{group}/providers/Microsoft.Network/publicIPAddresses/{name}-ip", hour);
                yield return address with { MeterId = slot % 2 == 0 ? Meters["Static IP Address Usage"] : Meters["Dynamic IP Address Usage"], Quantity = UsageQuantity.From(1) };
            }

            // A disk is paid for whether its machine runs or not.
            var disk = Of(owner, $"{group}/providers/Microsoft.Compute/disks/{name}-os", hour);
            yield return disk with { MeterId = slot % 2 == 0 ? Meters["P10"] : Meters["S10"], Quantity = PartOfMonth(1, hour) };
            yield return disk with
            {
                MeterId = slot % 2 == 0 ? Meters["ActualPremiumDiskSize"] : Meters["ActualStandardDiskSize"],
                Quantity = PartOfMonth(12 + decimal.Floor(life.Grown * 60), hour),
            };
        }
    }

    private IEnumerable<UsageReport> Accounts(int tenant, int hour)
    {
        for (var slot = 0; slot < AccountsOfATenant; slot++)
        {
            if (Account(tenant, slot, hour) is { } account)
            {
                var (report, dice, life) = account;
                yield return report with { MeterId = Meters["BlockBlobCapacity"], Quantity = UsageQuantity.From(decimal.Round(5 + (life.Grown * 900), 3)) };
                yield return report with { MeterId = Meters["TableCapacity"], Quantity = UsageQuantity.From(decimal.Round(0.5m + (life.Grown * 4), 3)) };
                yield return report with { MeterId = Meters["BlobTransactions"], Quantity = UsageQuantity.From(dice.At(hour).Below(4000) / 1000m) };
            }

            // A storage front end that was slow to tell: its amount for an hour gone by comes as a revision.
            if (Account(tenant, slot, hour - 3) is var (late, lateDice, _) && lateDice.At(hour - 3).At(1).Below(50) == 0)
                yield return late with { MeterId = Meters["BlobTransactions"], Quantity = UsageQuantity.From((1 + lateDice.At(hour - 3).At(2).Below(900)) / 1000m), Revision = 1 };
        }
    }

    private (UsageReport Report, SampleDice Dice, SampleLife Life)? Account(int tenant, int slot, int hour)
    {
        var dice = _dice.At(400).At(tenant).At(slot);
        var life = SampleLife.At(dice, hour, shortest: 30, spread: 60);
        if (!life.IsThere || Owner(tenant, hour, slot < ProductionAccounts) is not { } owner)
            return null;
        return (Of(owner, $"/subscriptions/{owner.SubscriptionId}/resourceGroups/storage/providers/Microsoft.Storage/storageAccounts/sample{tenant}{slot}x{life.Generation}", hour), dice, life);
    }

    private SampleSubscription? Owner(int tenant, int hour, bool isProduction)
    {
        if (isProduction)
            return Production(tenant);
        var subscription = Development(tenant, hour, out var life);
        return life.IsThere ? subscription : null;
    }

    private UsageReport Of(SampleSubscription owner, string resourceUri, int hour) => new()
    {
        SubscriptionId = owner.SubscriptionId,
        TenantId = owner.Tenant.TenantId,
        ResourceUri = resourceUri,
        Location = region,
        MeterId = "",
        Hour = hour,
        Quantity = UsageQuantity.Zero,
        Tags = """{"sample":"azsreg"}""",
    };

    /// <summary>The first two run always; then one that is stopped but kept allocated, which costs the same; the rest keep office hours.</summary>
    private static bool IsAllocated(int slot, int hour)
    {
        var at = UsageRecordId.HourStart(hour);
        return slot < 3 || (at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && at.Hour is >= 6 and < 19);
    }

    private static UsageQuantity PartOfMonth(decimal amount, int hour)
    {
        var at = UsageRecordId.HourStart(hour);
        return UsageQuantity.From(decimal.Round(amount / (24 * DateTime.DaysInMonth(at.Year, at.Month)), UsageQuantity.MaxFractionDigits));
    }

    // As recorded from a real stamp.
    private static string MachineInfo(string size, bool isWindows) => isWindows
        ? $$"""{"ServiceType":"{{size}}","ImageType":"Windows_Server","Publisher":"MicrosoftWindowsServer","Offer":"WindowsServer","Sku":"2022-Datacenter"}"""
        : $$"""{"ServiceType":"{{size}}","ImageType":null,"Publisher":"Canonical","Offer":"UbuntuServer","Sku":"22.04-LTS"}""";
}
